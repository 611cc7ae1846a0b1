import Testing

@testable import Engine

@Suite struct DockerfileOutlineTests {
    @Test func readsStagesContinuationsAndComments() {
        let outline = read(
            """
            # syntax=docker/dockerfile:1
            ARG B=base
            FROM $B AS One

            # a comment
            RUN a && \\
                # inside
                b
            copy x y
            FROM --platform=linux/amd64 one
            RUN <<EOF
            FROM not-a-stage
            EOF
            CMD x
            """)
        #expect(outline.preamble.map(\.text) == ["ARG B=base"])
        #expect(outline.stages.map(\.name) == ["one", nil])
        #expect(outline.stages.map(\.base) == ["$b", "one"])
        #expect(outline.stages.first?.instructions.map(\.text) == ["FROM $B AS One", "RUN a &&     b", "copy x y"])
        #expect(outline.stages.last?.instructions.last?.text == "CMD x")
    }

    @Test func obeysTheEscapeDirective() {
        let outline = read("# escape=`\nFROM a\nRUN b `\n  c\\\nRUN d")
        #expect(outline.stages.first?.instructions.map(\.text) == ["FROM a", "RUN b   c\\", "RUN d"])
    }

    @Test func putsTriggersOfTheBaseAfterItsFrom() {
        let steps = list(
            "FROM base\nENV a=b\nRUN mine",
            [("[1/2] FROM docker.io/library/base", 1), ("[2/2] COPY trigger /", 2), ("[3/2] RUN mine", 3)])
        #expect(steps == ["FROM base", "COPY trigger /", "ENV a=b", "RUN mine"])
    }

    @Test func leavesOutWhatBuildKitDidNotDo() {
        let steps = list(
            "FROM base AS a\nRUN one\nFROM base AS unused\nRUN two\nFROM a\nWORKDIR /\nRUN three $x",
            [("[a 1/2] FROM docker.io/library/base", 1), ("[a 2/2] RUN one", 2), ("[stage-2 1/2] RUN three 3", 3)])
        #expect(steps == ["FROM base AS a", "RUN one", "FROM a", "WORKDIR /", "RUN three $x"])
    }

    @Test func fallsBackWhereTheTextDoesNotFit() {
        let vertices = [("[1/2] FROM docker.io/library/base", Int64(1)), ("[2/2] RUN other", 2)]
        #expect(list("FROM base\nRUN one", vertices) == ["FROM docker.io/library/base", "RUN other"])
    }

    private func list(_ dockerfile: String, _ vertices: [(String, Int64)]) -> [String] {
        let items = vertices.compactMap { text, start in
            VertexName(text).map { name in
                BuildKitSteps.Item(
                    name: name, step: BuildStep(reported: name.instruction, ordinal: 0, startedAt: nil),
                    start: EngineInstant(secondsSinceEpoch: start))
            }
        }
        return BuildKitSteps(items).list(read(dockerfile)).map(\.instruction)
    }

    private func read(_ text: String) -> DockerfileOutline { DockerfileOutline(Dockerfile(text)) }
}
