import Testing

@testable import Engine

/// How Dockerfiles are read. What is expected was seen on Docker 20.10; of here-documents, which it does not know, in BuildKit's sources.
@Suite struct DockerfileTests {
    @Test func carriageReturnsEndLinesToo() {
        let text =
            "FROM a\r\nENV A=b\r\nRUN c \\\r\n  d\r\nRUN e \\  \r\n # comment \\\r\n\r\n f\r\nRUN \\ x \\\\\r\nCMD y\r\n"
        #expect(
            instructions(text) == [
                "1 FROM a", "2 ENV A=b", "3 RUN c   d", "5 RUN e  f", "9 RUN \\ x \\\\", "10 CMD y",
            ])
        #expect(instructions(text) == instructions(text.replacing("\r\n", with: "\n")))
        #expect(Dockerfile(text).lines == 8)
    }

    @Test(arguments: [
        ("# escape=`\n", true), ("#escape = `\n", true), ("  # ESCAPE=`\n", true), ("\u{FEFF}# escape=`\n", true),
        ("# syntax=a\n# escape=`\n", true), ("# escape=`\r\n", true), ("# a comment\n# escape=`\n", false),
        ("\n# escape=`\n", false), ("# other=a\n# escape=`\n", false), ("#\n# escape=`\n", false),
    ])
    func escapeHoldsOnlyOnTop(_ head: String, _ holds: Bool) {
        let found = Dockerfile(head + "FROM a\nRUN b `\n  c \\\n").instructions.map(\.text)
        #expect(found == (holds ? ["FROM a", "RUN b   c \\"] : ["FROM a", "RUN b `", "c"]))
    }

    @Test func directivesHaveTheirPlaces() {
        let found = Dockerfile("# foo=1\n# escape=`\n#syntax = docker/dockerfile:1 \n\n# syntax=late\nFROM a")
            .directives
        #expect(found.map(\.name) == ["foo", "escape", "syntax"])
        #expect(found.last?.value == "docker/dockerfile:1")
        #expect(found.last?.position == .init(line: 3, column: 11))
        #expect(Dockerfile("  # syntax=a\nFROM b").directives.isEmpty)
        #expect(Dockerfile("# nothing\n# syntax=a\nFROM b").directives.isEmpty)
    }

    @Test func hereDocumentsAreNoInstructions() {
        let file = Dockerfile(
            """
            FROM a
            RUN <<EOF cat >/x
            FROM b
              EOF
            EOF
            COPY <<-"ONE" 3<<'TWO' /to/
            \tone
            \t\tONE
            \tTWO
            TWO
            ONBUILD RUN <<E
            RUN c
            E
            ENV A=<<NONE
            RUN cat<<NONE
            RUN echo $((1 <<2 ))
            CMD x
            """)
        #expect(
            file.instructions.map { "\($0.line) \($0.text)" } == [
                "1 FROM a", "2 RUN <<EOF cat >/x", "6 COPY <<-\"ONE\" 3<<'TWO' /to/", "11 ONBUILD RUN <<E",
                "14 ENV A=<<NONE", "15 RUN cat<<NONE", "16 RUN echo $((1 <<2 ))", "17 CMD x",
            ])
        #expect(file.instructions[1].hereDocuments == ["FROM b\n  EOF"])
        #expect(file.instructions[2].hereDocuments == ["\tone", "\tTWO"])
        #expect(file.lines == 17)
        let carriageReturns = Dockerfile("FROM a\r\nRUN <<E\r\nx\r\nE\r\nCMD y\r\n")
        #expect(carriageReturns.instructions.map(\.text) == ["FROM a", "RUN <<E", "CMD y"])
    }

    @Test func bytesThatAreNoTextHarmNothing() {
        let latin =
            [UInt8]("FROM a\n# Gr".utf8) + [0xF6, 0xDF] + [UInt8]("e\nRUN echo ".utf8) + [0xE4]
            + [UInt8]("\nCMD x".utf8)
        #expect(Dockerfile(latin).instructions.map(\.text) == ["FROM a", "RUN echo \u{FFFD}", "CMD x"])
    }

    @Test func aByteOfAContinuedInstructionHasItsPlace() throws {
        let file = Dockerfile("FROM a\n  RUN é --x \\\n# comment\n    --mount=y z")
        let run = try #require(file.instructions.last)
        let mount = try #require(run.text.range(of: "--mount"))
        #expect(
            run.position(ofByte: run.text.utf8.distance(from: run.text.startIndex, to: mount.lowerBound))
                == .init(line: 4, column: 5))
        #expect(run.position(ofByte: "RUN é ".utf8.count) == .init(line: 2, column: 9))
    }

    @Test(arguments: [
        ("type=bind,source=a,target=/r", "bind a - - false"), ("SRC=a,dst=/r,from=build", "bind a build - false"),
        ("type=secret,id=x,required", "secret - - x true"), ("type=secret,id=x,required=false", "secret - - x false"),
        ("type=cache,target=/c,\"id=a,b\"", "cache - - a,b false"),
        ("\"source=a \"\"b\"\"\",ro", "bind a \"b\" - - false"),
    ])
    func mountsAreRead(_ value: String, _ wanted: String) {
        let mount = RunMount(value)
        #expect(
            "\(mount.type) \(mount.source ?? "-") \(mount.from ?? "-") \(mount.id ?? "-") \(mount.required)" == wanted)
    }

    @Test func mountsStandInFrontOfTheCommandOnly() {
        let found = RunMount.all(
            in: "run --network=none --mount=\"type=cache\",target=/a --mount='\"source=b,c\"' cmd --mount=type=ssh")
        #expect(found.map(\.mount.type) == ["cache", "bind"])
        #expect(found.last?.mount.source == "b,c" && found.map(\.offset) == [19, 50])
        #expect(RunMount.all(in: "COPY --mount=type=ssh a b").isEmpty)
    }

    private func instructions(_ text: String) -> [String] {
        Dockerfile(text).instructions.map { "\($0.line) \($0.text)" }
    }
}
