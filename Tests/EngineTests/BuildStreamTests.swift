import Foundation
import StubEngine
import Testing

@testable import Engine

@Suite struct BuildStreamTests {
    private static let expected = [
        "FROM engineapi-base:1 AS build | -", "ARG WHO=world | -", "ENV GREETING=\"hello\" | -", "WORKDIR /src | hit",
        "COPY a.txt . | hit", "RUN echo \"$GREETING $WHO\" &&     true | hit", "COPY b.txt . | miss",
        "RUN cat b.txt | miss", "FROM engineapi-base:1 | -", "COPY --from=build /src/a.txt /out/a.txt | hit",
        "LABEL a=b | -",
    ]

    @Test func readsTheLegacyBuilder() async throws {
        let result = try await build(.legacy, RecordedStreams.legacy)
        // The legacy builder makes a last step of the request's labels.
        #expect(essence(result.steps) == Self.expected + ["LABEL plimsoll-engineapi=1 | -"])
        #expect(result.error == nil)
        #expect(result.imageID?.hasPrefix("sha256:") == true)
        #expect(result.outputTail.contains("two"))
        #expect(result.steps.allSatisfy { ($0.duration ?? -1) >= 0 })
    }

    @Test func readsBuildKitAlike() async throws {
        let result = try await build(.buildkit, RecordedStreams.buildKit, dockerfile: RecordedStreams.dockerfile)
        #expect(essence(result.steps) == Self.expected)
        #expect(result.steps.map(\.ordinal) == Array(0..<11))
        #expect(result.imageID == "sha256:a380fa4bc2041a5ac8dc78cc121383e7e9a62fc4043414196b7ffcc5a6f6641e")
        #expect(result.outputTail == ["two", "Successfully tagged engineapi-rec:p2"])
        let slow = try #require(result.steps.first { $0.instruction == "RUN cat b.txt" }?.duration)
        #expect(abs(slow - 0.3804) < 0.001)
    }

    @Test func readsBuildKitWithoutTheDockerfile() async throws {
        let result = try await build(.buildkit, RecordedStreams.buildKit)
        #expect(
            essence(result.steps) == [
                "FROM docker.io/library/engineapi-base:1 | -", "WORKDIR /src | hit", "COPY a.txt . | hit",
                "RUN echo \"hello world\" &&     true | hit", "COPY b.txt . | miss", "RUN cat b.txt | miss",
                "COPY --from=build /src/a.txt /out/a.txt | hit",
            ])
    }

    @Test func aFailedStepIsAResult() async throws {
        let words = "The command '/bin/sh -c false' returned a non-zero code: 1"
        let legacy = try await build(
            .legacy,
            """
            {"stream":"Step 1/3 : FROM base"}
            {"stream":"\\n"}
            {"stream":" ---> 0123456789ab\\n"}
            {"stream":"Step 2/3 : RUN false"}
            {"stream":"\\n"}
            {"stream":" ---> Running in 0123456789ab\\n"}
            {"stream":" ---> Using cache\\n"}
            {"stream":"\\u001b[91mStep 3/9 : RUN not a step\\n\\u001b[0m"}
            {"errorDetail":{"code":1,"message":"\(words)"},"error":"\(words)"}
            """)
        #expect(legacy.imageID == nil && legacy.error == words)
        #expect(essence(legacy.steps) == ["FROM base | -", "RUN false | miss"])
        #expect(legacy.steps.last?.error == words)
        #expect(legacy.outputTail.last == "Step 3/9 : RUN not a step")

        let trace = BuildKitTrace.line([
            .init("a", "[1/3] FROM docker.io/library/base", cached: true, started: 10, completed: 10),
            .init("b", "[2/3] RUN false", started: 10, completed: 12.5, error: "exit code: 1"),
            .init("c", "[3/3] RUN never"),
        ])
        let buildKit = try await build(.buildkit, trace + "\n" + #"{"errorDetail":{"message":"exit code: 1"}}"#)
        #expect(buildKit.imageID == nil && buildKit.error == "exit code: 1")
        #expect(buildKit.steps.map(\.duration) == [0, 2.5])
        #expect(buildKit.steps.map(\.error) == [nil, "exit code: 1"])
    }

    @Test func aListOfPathsIsKnownByItsWords() async throws {
        let dockerfile = "FROM base\nENV A=b\nCOPY [\"a file\", \"/to\"]\nADD --chown=7 [\"c\", \"/d\"]\n"
        let trace = BuildKitTrace.line([
            .init("a", "[1/3] FROM docker.io/library/base", cached: true, started: 10, completed: 10),
            .init("b", "[2/3] COPY [a file, /to]", cached: true, started: 11, completed: 11),
            .init("c", "[3/3] ADD --chown=7 [c, /d]", started: 11, completed: 12),
        ])
        let image = #"{"id":"moby.image.id","aux":{"ID":"sha256:1"}}"#
        let result = try await build(.buildkit, trace + "\n" + image, dockerfile: dockerfile)
        #expect(
            essence(result.steps) == [
                "FROM base | -", "ENV A=b | -", "COPY [\"a file\", \"/to\"] | hit",
                "ADD --chown=7 [\"c\", \"/d\"] | miss",
            ])
    }

    /// The vertices are those of Docker 20.10 for this Dockerfile.
    @Test func linesMayEndWithCarriageReturns() async throws {
        let dockerfile = [
            "FROM tiny:1", "ENV A=b", "WORKDIR /x", "RUN echo a \\", "  b", "RUN echo c \\  ", " # comment \\", "",
            " d",
            "LABEL a=b", "CMD y",
        ].joined(separator: "\r\n")
        let trace = BuildKitTrace.line([
            .init("a", "[1/4] FROM docker.io/library/tiny:1", cached: true, started: 10, completed: 10),
            .init("b", "[2/4] WORKDIR /x", cached: true, started: 11, completed: 11),
            .init("c", "[3/4] RUN echo a   b", started: 11, completed: 12),
            .init("d", "[4/4] RUN echo c  d", started: 12, completed: 13),
        ])
        let image = #"{"id":"moby.image.id","aux":{"ID":"sha256:1"}}"#
        let result = try await build(.buildkit, trace + "\n" + image, dockerfile: dockerfile)
        #expect(
            essence(result.steps) == [
                "FROM tiny:1 | -", "ENV A=b | -", "WORKDIR /x | hit", "RUN echo a   b | miss", "RUN echo c  d | miss",
                "LABEL a=b | -", "CMD y | -",
            ])
        #expect(result.steps.map(\.line) == [1, 2, 3, 4, 6, 10, 11])
    }

    /// Builds that run at the same time share the vertex of their base: it has the name that another one gave it.
    @Test func aBaseThatAnotherBuildNamedHarmsNoStep() async throws {
        let trace = BuildKitTrace.line([
            .init("a", "[theirs 1/7] FROM docker.io/library/base", cached: true, started: 10, completed: 10),
            .init("b", "[2/2] RUN make", started: 11, completed: 12),
        ])
        let image = #"{"id":"moby.image.id","aux":{"ID":"sha256:1"}}"#
        let result = try await build(
            .buildkit, trace + "\n" + image, dockerfile: "FROM base\nENV A=b\nRUN make\n")
        #expect(essence(result.steps) == ["FROM base | -", "ENV A=b | -", "RUN make | miss"])
    }

    @Test(arguments: [
        (400, "dockerfile parse error line 2: unknown instruction: FOO"),
        (500, "Cannot locate specified Dockerfile: Dockerfile"),
    ])
    func aBadDockerfileIsAResult(_ status: Int, _ message: String) async throws {
        try await withStubClient(StubRoutes().on("POST /build", .error(status, message))) { client, _ in
            let result = try await client.build(BuildRequest(builder: .legacy), context: context([1]))
            #expect(result == BuildResult(error: message))
        }
    }

    @Test func aRefusedBuildIsAnError() async throws {
        try await withStubClient(StubRoutes().on("POST /build", .error(500, "no space left on device"))) { client, _ in
            #expect(
                await code { try await client.build(BuildRequest(builder: .legacy), context: context([1])) } == .noSpace
            )
        }
    }

    @Test(arguments: [BuilderKind.legacy, .buildkit])
    func aCutStreamIsAnError(_ builder: BuilderKind) async throws {
        // The first stage's id has come: it is not the result's.
        let stream = builder == .buildkit ? RecordedStreams.buildKit : RecordedStreams.legacy
        let lines = Array(stream.split(separator: "\n").dropLast(3))
        #expect(await code { try await build(builder, lines.joined(separator: "\n")) } == .streamBroken)
    }

    @Test func aGarbledTraceIsAnError() async {
        let line = #"{"id":"moby.buildkit.trace","aux":"/////w=="}"#
        #expect(await code { try await build(.buildkit, line) } == .badAnswer)
    }

    @Test func readsPodman() async throws {
        let result = try await build(
            .legacy,
            """
            {"stream":"[1/2] STEP 1/2: FROM base AS one\\n"}
            {"stream":"[1/2] STEP 2/2: RUN true\\n"}
            {"stream":"--> Using cache 9f0c0a6f5b1c3b1e\\n"}
            {"stream":"--> 9f0c0a6f5b1\\n"}
            {"stream":"[2/2] STEP 1/2: FROM base\\n"}
            {"stream":"[2/2] STEP 2/2: COPY a b\\n"}
            {"stream":"[2/2] COMMIT x\\n"}
            {"stream":"--> 1f0c0a6f5b1\\n"}
            {"stream":"Successfully built 1f0c0a6f5b1c\\n"}
            """)
        #expect(
            essence(result.steps) == ["FROM base AS one | -", "RUN true | hit", "FROM base | -", "COPY a b | miss"])
        #expect(result.imageID == "1f0c0a6f5b1c")
    }

    /// Of Podman's two headings that read the same one may be output: what was measured from them is left out.
    @Test func aHeadingThatComesTwiceTellsNoTime() async throws {
        let lines = [
            "STEP 1/3: FROM base", "STEP 2/3: RUN one", "STEP 3/3: RUN two", "--> Using cache 9f0c0a6f5b1c3b1e",
            "--> 9f0c0a6f5b1", "STEP 3/3: RUN two", "--> 1f0c0a6f5b1", "Successfully built 1f0c0a6f5b1c",
        ]
        let stream = lines.map { #"{"stream":"\#($0)\n"}"# }.joined(separator: "\n")
        let result = try await build(.legacy, stream, dockerfile: "FROM base\nRUN one\nRUN two\n")
        #expect(essence(result.steps) == ["FROM base | -", "RUN one | miss", "RUN two | miss"])
        #expect(result.steps.map { $0.duration == nil } == [false, true, true])
        #expect(result.steps.map(\.line) == [1, 2, 3])
        let other = try await build(.legacy, stream, dockerfile: "FROM base\nRUN one\nRUN 2\n")
        #expect(essence(other.steps) == ["FROM base | -", "RUN one | miss"])
    }

    @Test func keepsTheLastLinesOnly() async throws {
        let lines = (1...5_000).map { #"{"stream":"line \#($0)\n"}"# } + [#"{"error":"e"}"#]
        let result = try await build(.legacy, lines.joined(separator: "\n"))
        #expect(result.outputTail == (4_961...5_000).map { "line \($0)" })
    }

    private func build(
        _ builder: BuilderKind, _ stream: String, dockerfile: String? = nil
    ) async throws -> BuildResult {
        let lines = stream.split(separator: "\n").map(String.init)
        return try await withStubClient(StubRoutes().on("POST /build", .lines(lines))) { client, _ in
            try await client.build(
                BuildRequest(builder: builder, dockerfileText: dockerfile), context: context([1]))
        }
    }
}
