import Testing

@testable import Engine

@Suite struct BuildxReaderTests {
    private func reader(_ text: String, _ report: (BuildProgress) -> Void = { _ in }) throws -> BuildxReader {
        var reader = BuildxReader()
        for line in text.split(separator: "\n") { reader.read(Array(line.utf8), report) }
        return reader
    }

    @Test func indentedMessagesAreReadWhole() throws {
        var told: [BuildProgress] = []
        var reader = try reader(RecordedProgress.indented) { told.append($0) }
        let dockerfile = "FROM tiny:1\nENV A=b\nCOPY manifest /m\nRUN echo two; cat /m\n"
        let result = reader.result(DockerfileOutline(Dockerfile(dockerfile)), imageID: "sha256:x")
        #expect(
            essence(result.steps) == [
                "FROM tiny:1 | -", "ENV A=b | -", "COPY manifest /m | miss", "RUN echo two; cat /m | miss",
            ])
        #expect(result.steps.map(\.line) == [1, 2, 3, 4])
        #expect(result.steps.dropFirst(2).allSatisfy { $0.startedAt != nil && ($0.duration ?? 0) > 0 })
        #expect(result.outputTail == ["two", "1"] && result.error == nil && result.imageID == "sha256:x")
        #expect(told.contains(.step(instruction: "RUN echo two; cat /m")) && told.contains(.output("two")))
        // The Dockerfile, the ignore file that is not there, and the one file that `COPY` needs.
        #expect((result.sentBytes ?? 0) > 64 && (result.sentBytes ?? 0) < 1000)
    }

    @Test func aFailedStepIsNamedWithItsError() throws {
        var reader = try reader(RecordedProgress.failed)
        let result = reader.result(nil, imageID: nil)
        let words = #"process "/bin/sh -c echo words; exit 4" did not complete successfully: exit code: 4"#
        #expect(result.error == words && result.steps.last?.error == words)
        #expect(essence(result.steps) == ["FROM docker.io/library/tiny:1 | -", "RUN echo words; exit 4 | miss"])
        #expect(result.outputTail == ["words"])
    }

    @Test(
        arguments: [
            ("ERROR: failed to solve: a\nb", "a b"), ("x\nERROR: old\ny\nERROR: failed to build: new", "new"),
            ("words", nil),
            ("", nil),
        ] as [(String, String?)])
    func theErrorIsWhatComesLast(_ text: String, _ error: String?) throws {
        #expect(try reader(text).error == error)
    }

    @Test func whatCannotBeReadIsLeftOut() throws {
        let text = #"""
            {"vertexes": 7}
            {"warnings":[{"vertex":"sha256:a"}],"other":{}}
            {"vertexes":[{"digest":"sha256:a","name":"[1/1] FROM x","started":"never"}]}
            {
            """#
        var reader = try reader(text)
        #expect(reader.result(nil, imageID: "i").steps.isEmpty)
    }

    @Test func plainTextIsKeptInBounds() throws {
        var reader = try reader(String(repeating: "line\n", count: 1000) + "last")
        #expect(reader.complaint.split(separator: "\n").count == 40)
        #expect(reader.result(nil, imageID: nil).error?.hasSuffix("last") == true)
    }
}
