import Foundation
import Testing

@testable import Model

@Suite("Hashes")
struct PlanHashTests {
    private let plain = Samples.text(more: "workload: {timeout: 90s, memory: 1GiB}")

    private func hash(_ text: String, file: String = "trial.yaml") throws -> String {
        try Scenario.parse(text, file: file, questions: nil).hash(profile: "quick")
    }

    @Test("of a scenario pass over comments, layout, order of keys, prose, units and folder")
    func alike() throws {
        let other = """
            # The same, otherwise told.
            description: Words for people.
            workload:
              memory: 1024MiB
              timeout: 1m30s   # a comment
            profiles:
              full: {changes: 99}
              quick:
                cold: 0
                changes: 2
            factors:
              builder:
              - buildkit
            fixtures:
              - noop
            name: "trial"
            """
        #expect(try hash(plain) == hash(other, file: "else/where.yaml"))
    }

    @Test(
        "of a scenario tell apart what runs otherwise",
        arguments: [
            ("name: trial", "name: trial2"), ("noop", "scap"), ("[buildkit]", "[legacy]"), ("changes: 2", "changes: 3"),
            ("90s", "91s"), ("1GiB", "1GB"),
        ])
    func unlike(old: String, new: String) throws {
        let changed = plain.replacing(old, with: new)
        #expect(changed != plain)
        #expect(try hash(plain) != hash(changed))
    }

    @Test("of a scenario do not tell a default from one that is spelt out")
    func defaults() throws {
        #expect(try hash(Samples.text(more: "workload: {ledger: embedded}")) == hash(Samples.text()))
        #expect(try hash(Samples.text(more: "workload: {ledger: never}")) != hash(Samples.text()))
    }

    @Test("of a scenario include the profile, and stay what they are")
    func stable() throws {
        let scenario = try Scenario.parse(
            Samples.text(profiles: "profiles: {quick: {changes: 2}, full: {changes: 4}}"), file: "trial.yaml",
            questions: nil)
        #expect(try scenario.hash(profile: "quick") != scenario.hash(profile: "full"))
        // Taken of the canonical JSON with another tool: results of different releases are joined by it.
        #expect(
            try scenario.hash(profile: "quick") == "106c7c15109a95f2d1b59afad7b941379154dc81a12d13afcb1660f0402d2775")
        #expect(throws: PlanInvalid.self) { try scenario.hash(profile: "none") }
    }

    @Test("of a plan stay through JSON, and tell apart seeds but not folders")
    func plans() throws {
        let scenario = Samples.scenario()
        let plan = try scenario.plan(profile: "quick", seed: 5, traces: Samples.traces())
        let back = try JSONDecoder().decode(Plan.self, from: JSONEncoder().encode(plan))
        #expect(back == plan)
        #expect(back.hash == plan.hash)
        #expect(plan.scenarioHash == (try scenario.hash(profile: "quick")))
        #expect(try plan.hash != scenario.plan(profile: "quick", seed: 6, traces: Samples.traces()).hash)
        var moved = scenario
        moved.directory = "/elsewhere"
        let same = try moved.plan(profile: "quick", seed: 5, traces: Samples.traces())
        #expect(same.fixtures != plan.fixtures)
        #expect(same.hash == plan.hash)
    }
}
