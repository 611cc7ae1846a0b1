import Testing

@testable import Model

@Suite("A valid scenario")
struct ScenarioParsingTests {
    @Test("takes every key")
    func everyKey() throws {
        let text = """
            name: every.key-1
            description: All of it.
            questions: [build-overhead, cleanup]
            fixtures:
              - scap
              - git: {name: mine, repository: /srv/mine, revisions: HEAD~20..HEAD, dockerfile: ci/Dockerfile,
                  external_dockerfile: mine.Dockerfile, command: [tox, -e, 3, "", tox], artifacts: [/out, "/a b"],
                  images: ["debian:12"], context: services/api, manifests: ["**/go.mod"], expected_failures: ["*WIP*"]}
            factors:
              builder: [buildkit, legacy]
            workload: {timeout: 1h30m, memory: 1.5GiB, processors: 1.5, processes: 512, retention: none, ledger: always}
            trace: {minimum_per_class: 2}
            reference: direct
            profiles:
              tiny: {changes: 3}
              big: {changes: 97, pairs: 20, cold: 5}
            """
        let scenario = try Scenario.parse(text, file: "some/where/every.yaml", questions: nil)
        let mine = GitSource(
            name: "mine", repository: "/srv/mine", revisions: "HEAD~20..HEAD", dockerfile: "ci/Dockerfile",
            externalDockerfile: "mine.Dockerfile", command: ["tox", "-e", "3", "", "tox"], artifacts: ["/out", "/a b"],
            images: ["debian:12"], context: "services/api", manifests: ["**/go.mod"], expectedFailures: ["*WIP*"])
        #expect(
            scenario
                == Scenario(
                    name: "every.key-1", description: "All of it.", questions: ["build-overhead", "cleanup"],
                    directory: "some/where",
                    sources: [.bundled(name: "scap", description: "../fixtures/scap.yaml"), .git(mine)],
                    configurations: [Configuration(builder: .buildkit), Configuration(builder: .legacy)],
                    workload: Workload(
                        timeout: 5400, memory: 1_610_612_736, processors: 1.5, processes: 512, retention: .none,
                        ledger: .always),
                    minimumPerClass: 2, reference: .direct,
                    profiles: [
                        ScenarioProfile(name: "tiny", changes: 3),
                        ScenarioProfile(name: "big", changes: 97, pairs: 20, cold: 5),
                    ]))
    }

    @Test("has defaults for all that may be left out")
    func defaults() throws {
        let git = "fixtures: [git: {name: mine, repository: ..}]"
        let scenario = try Scenario.parse(Samples.text(fixtures: git), file: "trial.yaml", questions: nil)
        #expect(scenario.workload == Workload(timeout: 600, retention: .latest))
        #expect(scenario.reference == .none)
        #expect(scenario.minimumPerClass == 1)
        #expect(scenario.questions.isEmpty)
        #expect(scenario.profiles == [ScenarioProfile(name: "quick", changes: 2, pairs: 0, cold: 0)])
        let mine = GitSource(name: "mine", repository: "..", revisions: "HEAD", dockerfile: "Dockerfile.ci")
        #expect(scenario.sources == [.git(mine)])
    }

    @Test("finds a bundled fixture in a folder, and calls it by its own name")
    func folder() throws {
        let scenario = try Scenario.parse(
            Samples.text(fixtures: "fixtures: [dependencies/npm]"), file: "trial.yaml", questions: nil)
        #expect(scenario.sources == [.bundled(name: "npm", description: "../fixtures/dependencies/npm.yaml")])
        for name in ["/npm", "dependencies/", "a/b/c", "../npm"] {
            #expect(throws: ScenarioInvalid.self) {
                try Scenario.parse(Samples.text(fixtures: "fixtures: [\(name)]"), file: "trial.yaml", questions: nil)
            }
        }
    }

    @Test(
        "finds relative paths beside its file",
        arguments: [
            ("trial.yaml", "../fixtures/scap.yaml", "repository", "own.Dockerfile"),
            ("a/b/trial.yaml", "a/b/../fixtures/scap.yaml", "a/b/repository", "a/b/own.Dockerfile"),
            ("/trial.yaml", "/../fixtures/scap.yaml", "/repository", "/own.Dockerfile"),
        ])
    func paths(file: String, description: String, repository: String, dockerfile: String) throws {
        let fixtures =
            "fixtures: [scap, git: {name: mine, repository: repository, external_dockerfile: own.Dockerfile}]"
        let scenario = try Scenario.parse(Samples.text(fixtures: fixtures), file: file, questions: nil)
        let mine = GitSource(
            name: "mine", repository: repository, revisions: "HEAD", dockerfile: "Dockerfile.ci",
            externalDockerfile: dockerfile)
        #expect(scenario.fixtures == [.bundled(name: "scap", description: description), .git(mine)])
    }

    @Test("may use anchors, aliases, a byte order mark, and any line ends")
    func layouts() throws {
        let text = """
            name: trial
            fixtures: [noop]
            factors: {builder: [buildkit]}
            profiles: {quick: &same {changes: 2}, full: *same}
            """
        let plain = try Scenario.parse(text, file: "trial.yaml", questions: nil)
        #expect(plain.profiles.map(\.name) == ["quick", "full"])
        #expect(plain.profiles.map(\.changes) == [2, 2])
        #expect(try Scenario.parse("\u{FEFF}" + text, file: "trial.yaml", questions: nil) == plain)
        #expect(try Scenario.parse(text.replacing("\n", with: "\r\n"), file: "trial.yaml", questions: nil) == plain)
        #expect(try Scenario.parse("---\n" + text + "\n...\n", file: "trial.yaml", questions: nil) == plain)
        #expect(try Scenario.parse(bytes: Array(text.utf8), file: "trial.yaml", questions: nil) == plain)
    }
}
