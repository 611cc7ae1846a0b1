import Testing

@testable import Model

/// Plans of rounds only, which hold one state against another.
@Suite struct ProbePlanTests {
    private func plan(rounds: Int, _ configurations: [Configuration], seed: UInt64 = 1) throws -> Plan {
        let scenario = Scenario(
            name: "sample", sources: [.bundled(name: "noop", description: "noop.yaml")],
            configurations: configurations, profiles: [ScenarioProfile(name: "quick", changes: 8)])
        let states = ["new", "old"].map { revision in
            Trace(fixture: "noop", changes: [Change(index: 0, revision: revision, changeClass: .none)])
                .addingRounds(rounds)
        }
        return try scenario.plan(ofRounds: states[0], against: states[1], profile: "quick", seed: seed)
    }

    private let builders = [Builder.legacy, .buildkit].map { Configuration(builder: $0) }

    @Test func bothStatesAreBuiltInTurnInEveryConfiguration() throws {
        let jobs = try plan(rounds: 3, builders).jobs
        #expect(jobs.count == 2 * 4 * builders.count && jobs.map(\.position) == Array(0..<jobs.count))
        for (first, second) in zip(jobs, jobs.dropFirst()) where first.position % 2 == 0 {
            #expect(first.configuration == second.configuration && first.round == second.round)
            #expect(Set([first.side, second.side]) == [.reference, .candidate])
        }
        #expect(jobs.allSatisfy { $0.change.revision == ($0.side == .reference ? "old" : "new") })
        #expect(jobs.allSatisfy { $0.warmup == ($0.round == 0) && $0.weight == 0 })
    }

    @Test func anotherSeedGivesAnotherOrder() throws {
        let sides = try (1...8).map { try plan(rounds: 12, builders, seed: $0).jobs.map(\.side) }
        #expect(Set(sides).count > 1)
    }

    @Test func configurationsWithEnginesOfTheirOwnHaveNoRounds() throws {
        #expect(try plan(rounds: 3, [Configuration(builder: .buildkit, executors: 2)]).jobs.isEmpty)
    }
}
