import Foundation
import Testing

@testable import Model

@Suite("Secrets and provenance") struct SecretTests {
    private static let buildx = "factors: {builder: [buildx]}"

    private func scenario(_ more: String) throws -> Scenario {
        try Scenario.parse(Samples.text(factors: Self.buildx, more: more), file: "a/trial.yaml", questions: nil)
    }

    @Test("are read as they are written; files start at the scenario's folder in a plan")
    func read() throws {
        var scenario = try scenario(
            "secrets: [{id: token, env: TOKEN}, {id: a.b_c-d, file: \"my file\"}]\nworkload: {provenance: max}")
        #expect(
            scenario.secrets == [
                BuildSecret(id: "token", source: .environment("TOKEN")),
                BuildSecret(id: "a.b_c-d", source: .file("my file")),
            ])
        #expect(scenario.workload.provenance == .most)
        scenario.directory = "here"
        let trace = Trace(fixture: "noop", changes: Samples.traces()[0].changes)
        let plan = try scenario.plan(profile: "quick", seed: 1, traces: [trace])
        #expect(plan.secrets?.map(\.place) == ["the variable TOKEN", "the file here/my file"])
    }

    @Test("change a scenario's hash, and the plan's does not depend on the folder")
    func identity() throws {
        let (with, without) = (try scenario("secrets: [{id: a, file: b}]"), try scenario(""))
        #expect(try with.hash(profile: "quick") != without.hash(profile: "quick"))
        let trace = Trace(fixture: "noop", changes: Samples.traces()[0].changes)
        var elsewhere = with
        elsewhere.directory = "elsewhere"
        let plans = try [with, elsewhere].map { try $0.plan(profile: "quick", seed: 1, traces: [trace]) }
        #expect(plans[0].secrets != plans[1].secrets && plans[0].hash == plans[1].hash)
    }

    @Test(
        "are refused with the mistake's place",
        arguments: [
            (
                "secrets: [{id: a}]",
                "5:11: secrets: expected either file: or env:, where the secret is, found a mapping"
            ),
            ("secrets: [{id: a, env: A, file: b}]", "5:11: secrets: expected either file: or env:"),
            ("secrets: [{env: A}]", "5:11: missing key 'id' in secrets"),
            ("secrets: [{id: \"a,b\", env: A}]", "5:16: secrets.id: expected letters, digits and any of . _ -"),
            ("secrets: [{id: a, env: A=b}]", "5:24: secrets.env: expected the name of a variable, as TOKEN"),
            ("secrets: [{id: a, env: A}, {id: a, env: B}]", "the secret 'a' is listed twice"),
            (
                "secrets: [{id: a, env: A, value: hush}]",
                "5:27: unknown key 'value' in secrets; expected one of: id, file, env"
            ),
            ("secrets: TOKEN", "5:10: secrets: expected a list of secrets"),
            (
                "workload: {provenance: yes}",
                "workload.provenance: unknown value 'yes'; expected one of: none, min, max"
            ),
            ("platforms: [linux/amd64, linux/arm64]", "platforms: Plimsoll runs what it builds"),
        ])
    func refused(more: String, problem: String) {
        let problems = Samples.problems(Samples.text(factors: Self.buildx, more: more))
        #expect(problems.count == 1 && problems[0].contains(problem), "\(problems)")
    }

    @Test("are refused where no builder would use them", arguments: ["buildkit", "legacy"])
    func unused(builder: String) {
        let factors = "factors: {builder: [\(builder)]}"
        for more in ["secrets: [{id: a, env: A}]", "workload: {provenance: min}"] {
            let problems = Samples.problems(Samples.text(factors: factors, more: more))
            #expect(problems.count == 1 && problems[0].contains("only buildx"), "\(problems)")
        }
    }

    @Test("are masked, the longest first, in whatever is kept")
    func mask() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/plimsoll-mask-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let secrets = try ["hush", "{\nhushed-line\n}\n"].enumerated().map { index, text in
            let file = "\(folder)/\(index)"
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            return BuildSecret(id: "\(index)", source: .file(file))
        }
        let mask = SecretMask(secrets)
        #expect(mask.masked("a hush, a hushed-line, {b}") == "a *****, a *****, {b}")
        #expect(SecretMask([BuildSecret(id: "a", source: .file("/none"))]).masked("hush") == "hush")
    }

    @Test("cannot share an engine's cache between builders that a central cache keeps apart")
    func cache() {
        let problems = Samples.problems(Samples.text(factors: "factors: {builder: [buildkit, buildx], cache: [local]}"))
        #expect(
            problems.count == 1 && problems[0].contains("buildkit and buildx share an engine's cache"), "\(problems)")
    }
}
