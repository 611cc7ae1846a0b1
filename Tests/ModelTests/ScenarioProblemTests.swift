import Testing

@testable import Model

@Suite("A scenario with a mistake is refused")
struct ScenarioProblemTests {
    @Test(
        "with the mistake's place, and what was expected",
        arguments: [
            // Keys.
            (
                Samples.text(more: "trce: {}"),
                "trial.yaml:5:1: unknown key 'trce'; did you mean 'trace'?"
            ),
            (
                Samples.text(more: "colour: red"),
                """
                trial.yaml:5:1: unknown key 'colour'; expected one of: name, description, questions, fixtures, factors, \
                exclude, mix, arrivals, workload, trace, reference, secrets, profiles
                """
            ),
            (
                Samples.text(factors: "factors: {builder: [legacy], bulder: [legacy]}"),
                "trial.yaml:3:30: unknown key 'bulder' in factors; did you mean 'builder'?"
            ),
            (
                Samples.text(profiles: "profiles: {quick: {changes: 2, repeats: 3}}"),
                "trial.yaml:4:32: unknown key 'repeats' in profiles.quick; expected one of: changes, pairs, cold, base_updates, rounds"
            ),
            (
                Samples.text(fixtures: "fixtures: [gti: {}]"),
                "trial.yaml:2:12: unknown key 'gti' in fixtures; did you mean 'git'?"
            ),
            (
                Samples.text(fixtures: "fixtures: [bundle: {}]"),
                """
                trial.yaml:2:12: unknown key 'bundle' in fixtures; expected 'git'
                trial.yaml:2:12: missing key 'git' in fixtures; expected git: with a repository
                """
            ),
            (Samples.text(more: "[a]: 1"), "trial.yaml:5:1: the scenario: expected a key of text, found a list"),
            (
                Samples.text(name: "# no name"),
                "trial.yaml:2:1: missing key 'name'; expected what results call this scenario"
            ),
            (
                Samples.text(profiles: "profiles: {quick: {pairs: 0}}"),
                "trial.yaml:4:19: missing key 'changes' in profiles.quick; expected how many changes of the trace to replay"
            ),
            (
                Samples.text(fixtures: "fixtures: [git: {name: mine}]"),
                "trial.yaml:2:17: missing key 'repository' in fixtures.git; expected a path to a git repository"
            ),
            // Types.
            ("- a\n- b\n", "trial.yaml:1:1: the scenario: expected a mapping of \(topKeys), found a list"),
            ("just words\n", "trial.yaml:1:1: the scenario: expected a mapping of \(topKeys), found just words"),
            (
                Samples.text(name: "name: [a]"),
                "trial.yaml:1:7: name: expected \(aName), found a list"
            ),
            (Samples.text(name: "name: Trial Run"), "trial.yaml:1:7: name: expected \(aName), found Trial Run"),
            (Samples.text(name: "name:"), "trial.yaml:1:6: name: expected \(aName), found nothing"),
            (
                Samples.text(more: "description: 2016-11-30"),
                "trial.yaml:5:14: description: expected text (in quotes where YAML sees none), found 2016-11-30"
            ),
            (
                Samples.text(more: "description: \"\""),
                "trial.yaml:5:14: description: expected text, found \"\""
            ),
            (
                Samples.text(more: "workload: 10m"),
                "trial.yaml:5:11: workload: expected a mapping of timeout, memory, processors, processes, retention, ledger, command, collection, audit, provenance, found 10m"
            ),
            (
                Samples.text(fixtures: "fixtures: scap"),
                "trial.yaml:2:11: fixtures: expected a list of fixtures, at least one, found scap"
            ),
            (
                Samples.text(fixtures: "fixtures: [[scap]]"),
                "trial.yaml:2:12: fixtures: expected the name of a bundled fixture, or git: with a repository, found a list"
            ),
            (
                Samples.text(profiles: "profiles: [quick]"),
                "trial.yaml:4:11: profiles: expected a mapping of profiles, found a list"
            ),
            // Nothing to run.
            (
                Samples.text(fixtures: "fixtures: []"),
                "trial.yaml:2:11: fixtures: expected a list of fixtures, at least one, found an empty list"
            ),
            (
                Samples.text(factors: "factors: {}"),
                """
                trial.yaml:3:10: missing key 'builder' in factors; expected a list of: legacy, buildkit, buildah, buildx \
                (without it the matrix is empty)
                """
            ),
            (
                Samples.text(factors: "factors: {builder: []}"),
                "trial.yaml:3:20: factors.builder: expected a list of builders, at least one, found an empty list"
            ),
            (
                Samples.text(profiles: "profiles: {}"),
                "trial.yaml:4:11: profiles: expected at least one profile, as quick: {changes: 8}, found an empty mapping"
            ),
            (
                Samples.text(profiles: "profiles: {quick: {changes: 0}}"),
                "trial.yaml:4:29: profiles.quick.changes: expected a whole number from 1 to 100000, found 0"
            ),
            // Words.
            (
                Samples.text(more: "questions: [build-overhed]"),
                "trial.yaml:5:13: questions: unknown value 'build-overhed'; did you mean 'build-overhead'?"
            ),
            (
                Samples.text(factors: "factors: {builder: [kaniko]}"),
                "trial.yaml:3:21: factors.builder: unknown value 'kaniko'; expected one of: legacy, buildkit, buildah, buildx"
            ),
            (
                Samples.text(more: "reference: dircet"),
                "trial.yaml:5:12: reference: unknown value 'dircet'; did you mean 'direct'?"
            ),
            (
                Samples.text(more: "workload: {ledger: allways}"),
                "trial.yaml:5:20: workload.ledger: unknown value 'allways'; did you mean 'always'?"
            ),
            (
                Samples.text(more: "workload: {retention: [all]}"),
                "trial.yaml:5:23: workload.retention: expected one of: latest, none, all, found a list"
            ),
            // Twice.
            (
                Samples.text(fixtures: "fixtures: [scap, noop, scap]"),
                "trial.yaml:2:24: fixtures: fixture 'scap' is listed twice; expected each once"
            ),
            (
                Samples.text(fixtures: "fixtures: [scap, git: {name: scap, repository: ..}]"),
                "trial.yaml:2:18: fixtures: fixture 'scap' is listed twice; expected each once"
            ),
            (
                Samples.text(factors: "factors: {builder: [legacy, legacy]}"),
                "trial.yaml:3:29: factors.builder: legacy is listed twice; expected each once"
            ),
            // Figures.
            (
                Samples.text(profiles: "profiles: {quick: {changes: 2, cold: -1}}"),
                "trial.yaml:4:38: profiles.quick.cold: expected a whole number from 0 to 100000, found -1"
            ),
            (
                Samples.text(profiles: "profiles: {quick: {changes: 2.5}}"),
                "trial.yaml:4:29: profiles.quick.changes: expected a whole number from 1 to 100000, found 2.5"
            ),
            (
                Samples.text(profiles: "profiles: {quick: {changes: \"2\"}}"),
                "trial.yaml:4:29: profiles.quick.changes: expected a whole number from 1 to 100000, found \"2\""
            ),
            (
                Samples.text(more: "trace: {minimum_per_class: 99999999999999999999}"),
                """
                trial.yaml:5:28: trace.minimum_per_class: expected a whole number from 0 to 1000, \
                found 99999999999999999999
                """
            ),
            (
                Samples.text(more: "workload: {processors: 0}"),
                "trial.yaml:5:24: workload.processors: expected a number above 0, at most 4096, found 0"
            ),
            (
                Samples.text(more: "workload: {processors: .inf}"),
                "trial.yaml:5:24: workload.processors: expected a number above 0, at most 4096, found .inf"
            ),
            (
                Samples.text(more: "workload: {timeout: 0s}"),
                "trial.yaml:5:21: workload.timeout: expected a duration above 0, as 90s, 10m or 1h30m, found 0s"
            ),
            (
                Samples.text(more: "workload: {timeout: 600}"),
                "trial.yaml:5:21: workload.timeout: expected a duration above 0, as 90s, 10m or 1h30m, found 600"
            ),
            (
                Samples.text(more: "workload: {memory: 1 gig}"),
                "trial.yaml:5:20: workload.memory: expected a size above 0, as 512MiB, 1GiB or 1GB, found 1 gig"
            ),
            // What does not fit together, or would mean something else to git.
            (
                Samples.text(profiles: "profiles: {quick: {changes: 2, pairs: 4}}"),
                """
                trial.yaml:4:39: profiles.quick.pairs: 4 pairs have nothing to be paired with; \
                expected reference: direct, or 0
                """
            ),
            (
                Samples.text(fixtures: "fixtures: [git: {name: mine, repository: .., revisions: --all}]"),
                "trial.yaml:2:57: fixtures.git.revisions: expected a revision or a range, as HEAD or v1..main, found --all"
            ),
            (
                Samples.text(fixtures: "fixtures: [git: {name: mine, repository: .., dockerfile: ../Dockerfile}]"),
                """
                trial.yaml:2:58: fixtures.git.dockerfile: expected a path inside the repository (one outside is an \
                external_dockerfile), found ../Dockerfile
                """
            ),
            (
                Samples.text(fixtures: "fixtures: [git: {name: mine, repository: .., context: a/../..}]"),
                "trial.yaml:2:55: fixtures.git.context: expected a folder inside the repository, as services/api, found a/../.."
            ),
            (
                Samples.text(fixtures: "fixtures: [git: {name: mine, repository: .., artifacts: [out]}]"),
                "trial.yaml:2:58: fixtures.git.artifacts: expected an absolute path inside the container, found out"
            ),
            (
                Samples.text(fixtures: "fixtures: [git: {name: mine, repository: .., command: tox}]"),
                "trial.yaml:2:55: fixtures.git.command: expected a list of words, at least one, found tox"
            ),
        ])
    func oneMistake(text: String, expected: String) {
        #expect(Samples.problems(text).joined(separator: "\n") == expected)
    }

    @Test("for all its mistakes at once, in the order of the text")
    func manyMistakes() {
        let text = """
            profiles: {quick: {changes: none}}
            name: "Bad Name"
            reference: direkt
            factors:
              builder: [legacy, podman]
            workload:
              timeout: soon
              memry: 1GiB
            """
        #expect(
            Samples.problems(text) == [
                "trial.yaml:1:1: missing key 'fixtures'; expected a list of fixtures, as [scap, noop]",
                "trial.yaml:1:29: profiles.quick.changes: expected a whole number from 1 to 100000, found none",
                "trial.yaml:2:7: name: expected \(aName), found \"Bad Name\"",
                "trial.yaml:3:12: reference: unknown value 'direkt'; did you mean 'direct'?",
                "trial.yaml:5:21: factors.builder: unknown value 'podman'; expected one of: legacy, buildkit, buildah, buildx",
                "trial.yaml:7:12: workload.timeout: expected a duration above 0, as 90s, 10m or 1h30m, found soon",
                "trial.yaml:8:3: unknown key 'memry' in workload; did you mean 'memory'?",
            ])
    }

    @Test("in words that fit a terminal line, and in fifty of them at most")
    func readable() throws {
        let long = Samples.text(name: "name: \"\\e[2J" + String(repeating: "é", count: 100) + "\"")
        let shown = "\\u{1B}[2J" + String(repeating: "é", count: 36)
        #expect(Samples.problems(long) == ["trial.yaml:1:7: name: expected \(aName), found \"\(shown)…\""])

        let many = Samples.text(more: (0..<70).map { "key\($0): 1" }.joined(separator: "\n"))
        let error = try #require(throws: ScenarioInvalid.self) {
            try Scenario.parse(many, file: "trial.yaml", questions: nil)
        }
        #expect(error.problems.count == 70)
        #expect(error.message.split(separator: "\n").count == 51)
        #expect(error.message.hasSuffix("\n… and 20 more problems"))
    }

    @Test("with its place in an aliased value")
    func aliased() {
        let text = Samples.text(profiles: "profiles: {quick: {changes: &wrong -2}, full: {changes: *wrong}}")
        #expect(
            Samples.problems(text) == [
                "trial.yaml:4:29: profiles.quick.changes: expected a whole number from 1 to 100000, found -2",
                "trial.yaml:4:29: profiles.full.changes: expected a whole number from 1 to 100000, found -2",
            ])
    }
}

private let aName = "a name of lower-case letters, digits, '-', '_' and '.', begun by a letter"
private let topKeys =
    "name, description, questions, fixtures, factors, exclude, mix, arrivals, workload, trace, reference, secrets, profiles"
