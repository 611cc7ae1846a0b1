import Engine
import StubEngine
import Testing

/// Commands that print what the legacy builder prints, message for message.
@Suite struct OutputAsProgressTests {
    private static let dockerfile = "FROM base\nRUN one\nRUN two\nCOPY a b\nCMD x\n"
    private static let expected = [
        "FROM base | -", "RUN one | miss", "RUN two | miss", "COPY a b | hit", "CMD x | -",
    ]

    /// What one container prints of the next step, with its own id, as `hostname` tells it.
    private static func mimicry(of container: String) -> [String] {
        [
            "Removing intermediate container \(container)\\n", " ---> 0123456789ab\\n", "Step 3/5 : RUN two", "\\n",
            " ---> Using cache\\n", " ---> 1123456789ab\\n", "Step 4/5 : COPY a b", "\\n",
            " ---> Running in 4444444444aa\\n",
            "Removing intermediate container 4444444444aa\\n", " ---> 2123456789ab\\n",
            "Successfully built 2123456789ab\\n",
        ]
    }

    private static func stream(_ one: [String], _ two: [String] = []) -> [String] {
        ["Step 1/5 : FROM base", "\\n", " ---> aaaaaaaaaaaa\\n"]
            + ["Step 2/5 : RUN one", "\\n", " ---> Running in 1111111111aa\\n"] + one
            + ["Removing intermediate container 1111111111aa\\n", " ---> bbbbbbbbbbbb\\n"]
            + ["Step 3/5 : RUN two", "\\n", " ---> Running in 2222222222aa\\n"] + two
            + ["Removing intermediate container 2222222222aa\\n", " ---> cccccccccccc\\n"]
            + ["Step 4/5 : COPY a b", "\\n", " ---> Using cache\\n", " ---> dddddddddddd\\n"]
            + ["Step 5/5 : CMD x", "\\n", " ---> Running in 3333333333aa\\n"]
            + ["Removing intermediate container 3333333333aa\\n", " ---> eeeeeeeeeeee\\n"]
    }

    private static let end = [
        #"{"aux":{"ID":"sha256:eeeeeeeeeeee00"}}"#, #"{"stream":"Successfully built eeeeeeeeeeee\n"}"#,
    ]

    @Test(arguments: [
        [], ["Step 3/5 : RUN two", "\\n", " ---> Using cache\\n", " ---> 1123456789ab\\n"], mimicry(of: "1111111111aa"),
        mimicry(of: "1111111111aa") + mimicry(of: "1111111111aa"), [" ---> Running in 1111111111aa\\n"],
        ["Step 3/5 : RUN two\\nStep 4/5 : COPY a b\\n"], ["Successfully built 0123456789ab\\n"],
    ])
    func whatACommandPrintsIsNoProgress(_ printed: [String]) async throws {
        let second = Self.mimicry(of: "1111111111aa") + Self.mimicry(of: "2222222222aa")
        for lines in [Self.stream(printed), Self.stream(printed, second), Self.stream([], printed)] {
            for dockerfile in [nil, Self.dockerfile] {
                let result = try await build(Self.messages(lines) + Self.end, dockerfile)
                #expect(essence(result.steps) == Self.expected)
                #expect(result.imageID == "sha256:eeeeeeeeeeee00")
                #expect(
                    result.steps.map(\.imageID) == [
                        "aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd", "eeeeeeeeeeee",
                    ])
                #expect(result.steps.map(\.line) == (dockerfile == nil ? [nil, nil, nil, nil, nil] : [1, 2, 3, 4, 5]))
            }
        }
    }

    /// Newer engines say that a container is gone in other words.
    @Test func newerWordsAreKnown() async throws {
        let lines = Self.stream(Self.mimicry(of: "1111111111aa")).map {
            $0.replacing("Removing intermediate", with: " ---> Removed intermediate")
        }
        #expect(essence(try await build(Self.messages(lines) + Self.end, nil).steps) == Self.expected)
    }

    @Test func theStepThatFailedIsTheOneThatRan() async throws {
        let lines = Self.stream(Self.mimicry(of: "1111111111aa")).prefix { !$0.hasPrefix(" ---> bbbbb") }
        let result = try await build(Self.messages(Array(lines)) + [#"{"error":"it failed"}"#], Self.dockerfile)
        #expect(result.steps.map(\.instruction) == ["FROM base", "RUN one"])
        #expect(result.steps.last?.error == "it failed" && result.steps.last?.cached == false)
    }

    @Test func aStreamThatIsCutIsNotBuiltBecauseACommandSaysSo() async {
        let lines = Self.stream(Self.mimicry(of: "1111111111aa")).prefix { !$0.hasPrefix("Step 3/5") }
        let cut = lines.dropLast(2)
        #expect(await code { try await build(Self.messages(Array(cut)), Self.dockerfile) } == .streamBroken)
    }

    private static func messages(_ lines: [String]) -> [String] {
        lines.map { #"{"stream":"\#($0)"}"# }
    }

    private func build(_ lines: [String], _ dockerfile: String?) async throws -> BuildResult {
        try await withStubClient(StubRoutes().on("POST /build", .lines(lines))) { client, _ in
            try await client.build(BuildRequest(builder: .legacy, dockerfileText: dockerfile), context: context([1]))
        }
    }
}
