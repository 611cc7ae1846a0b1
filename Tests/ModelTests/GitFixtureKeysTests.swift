import Testing

@testable import Model

/// What a change of a git fixture is, and which of its failures are no news.
@Suite("The keys manifests and expected_failures") struct GitFixtureKeysTests {
    private func text(_ keys: String = "") -> String {
        Samples.text(fixtures: "fixtures: [git: {name: mine, repository: ..\(keys)}]")
    }

    private func hash(_ keys: String = "") throws -> String {
        try Scenario.parse(text(keys), file: "trial.yaml", questions: nil).hash(profile: "quick")
    }

    @Test("are read as they are written")
    func read() throws {
        let keys =
            #", manifests: ["requirements/*.txt", "**/package.json", "!examples"], "#
            + #"expected_failures: [abc1234, "*WIP*", "[WIP] a/b", "0123456"]"#
        let scenario = try Scenario.parse(text(keys), file: "trial.yaml", questions: nil)
        guard case .git(let source) = scenario.sources.first else { throw ReadingFailed() }
        #expect(source.manifests == ["requirements/*.txt", "**/package.json", "!examples"])
        #expect(source.expectedFailures == ["abc1234", "*WIP*", "[WIP] a/b", "0123456"])
    }

    @Test("leave a scenario without them as it was")
    func absent() throws {
        // Taken of the canonical JSON with another tool, before there were these keys.
        #expect(try hash() == "05234c28d294d25bc5be8d3ac0c3cdb0f890bdc2c95ca3194500ede52e0a6f38")
    }

    @Test("change the hash if they decide what is run: to expect a failure does not")
    func identity() throws {
        #expect(try hash(#", manifests: ["**/package.json"]"#) != hash())
        #expect(try hash(#", expected_failures: ["*WIP*"]"#) == hash())
    }

    @Test(
        "refuse what is no pattern, with its place",
        arguments: [
            ("manifests: package.json", "manifests: expected a list of paths inside the repository, at least one"),
            ("manifests: []", "manifests: expected a list of paths inside the repository, at least one"),
            (#"manifests: [""]"#, "manifests: expected text"),
            (#"manifests: ["!"]"#, "manifests: expected a path inside the repository"),
            (#"manifests: [" "]"#, "manifests: expected a path inside the repository"),
            ("manifests: [/package.json]", "manifests: expected a path inside the repository"),
            ("manifests: [../package.json]", "manifests: expected a path inside the repository"),
            (#"manifests: ["[ab].txt"]"#, "manifests: expected a path inside the repository"),
            (#"manifests: ["a\nb"]"#, "manifests: expected a path inside the repository"),
            ("manifests: [go.mod, go.mod]", "manifests: go.mod is listed twice"),
            ("expected_failures: '*WIP*'", "expected_failures: expected a list of revisions, at least one"),
            ("expected_failures: [abc123]", "expected_failures: expected 7 or more digits of a commit"),
            ("expected_failures: [1234567]", "in quotes where YAML sees none"),
            ("expected_failure: [abc1234]", "unknown key 'expected_failure' in fixtures.git"),
        ])
    func refused(key: String, problem: String) {
        let problems = Samples.problems(text(", " + key))
        #expect(problems.count == 1 && problems[0].contains(problem), "\(problems)")
        for problem in problems { #expect(problem.wholeMatch(of: #/trial\.yaml:2:\d+: (.|\n)*/#) != nil, "\(problem)") }
    }

    @Test("tell a commit from a pattern of its subject", arguments: ["abc123", "abc123g", "*abc1234", "ａbc1234"])
    func patterns(entry: String) {
        #expect(!GitSource.isRevision(entry))
        #expect(GitSource.isRevision("abc1234") && GitSource.isRevision("ABC1234DEF"))
    }

    private struct ReadingFailed: Error {}
}
