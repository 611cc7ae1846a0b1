import Testing

@testable import Model

@Suite("Base updates")
struct BaseUpdatePlanTests {
    private func plan(updates: Int?) throws -> Plan {
        var scenario = Samples.scenario(changes: 4, pairs: 0, cold: 0)
        scenario.configurations = [Builder.legacy, .buildkit].flatMap { builder in
            BaseSource.allCases.map { Configuration(builder: builder, base: $0) }
        }
        scenario.profiles[0].baseUpdates = updates
        return try scenario.plan(profile: "quick", seed: 1, traces: Samples.traces(length: 4))
    }

    @Test("come last, one lap of all streams each, built upon the last change")
    func laps() throws {
        let plan = try plan(updates: 2)
        let streams = 8
        let laps = plan.jobs.suffix(4 * streams)
        #expect(plan.jobs.dropLast(4 * streams).allSatisfy { $0.purpose != .update && $0.change.preparation == nil })
        #expect(laps.allSatisfy { $0.purpose == .update && $0.change.changeClass == .base && $0.weight == 0 })
        #expect(laps.allSatisfy { $0.change.index == 4 && !$0.cold && !$0.warmup && $0.direct == nil })
        let rounds = Dictionary(grouping: laps, by: \.round)
        #expect(rounds.keys.sorted() == [5, 6, 7, 8])
        for (round, jobs) in rounds {
            #expect(Set(jobs.map { "\($0.fixture) \($0.configuration.name)" }).count == streams)
            let update: BaseUpdate = round % 2 == 1 ? .os : .provided
            #expect(jobs.allSatisfy { $0.change.update == update })
            #expect(jobs.allSatisfy { $0.change.preparation == update.preparation })
        }
        #expect(PlanDescription(plan).description.contains("updates"))
    }

    @Test("leave plans without them as they were")
    func none() throws {
        let plan = try plan(updates: nil)
        #expect(plan.jobs.allSatisfy { $0.purpose != .update })
        #expect(!PlanDescription(plan).description.contains("updates"))
    }

    @Test("and classes of changes are read, and change what a scenario is")
    func reading() throws {
        let factors = "factors: {builder: [legacy], base: [provided, deferred]}"
        let text = Samples.text(factors: factors, profiles: "profiles: {quick: {changes: 2, base_updates: 3}}")
        let scenario = try Scenario.parse(text, file: "trial.yaml", questions: nil)
        #expect(scenario.profiles.first?.baseUpdates == 3 && scenario.classes == nil)
        let chosen = try Scenario.parse(
            text + "trace: {classes: [source, dependency], minimum_per_class: 2}", file: "trial.yaml", questions: nil)
        #expect(
            try chosen.traceRequest(profile: "quick")
                == TraceRequest(length: 2, minimumPerClass: 2, classes: [.source, .dependency]))
        #expect(try chosen.hash(profile: "quick") != scenario.hash(profile: "quick"))
    }

    @Test("are refused where they tell nothing")
    func refusals() {
        #expect(
            Samples.problems(Samples.text(profiles: "profiles: {quick: {changes: 2, base_updates: 1}}")) == [
                """
                trial.yaml:4:46: profiles.quick.base_updates: 1 updates show nothing without the factor 'base'; expected that, or none
                """
            ])
        let git = "fixtures: [{git: {name: x, repository: .}}]"
        #expect(
            Samples.problems(Samples.text(fixtures: git, more: "trace: {classes: [source]}")) == [
                "trial.yaml:5:18: trace.classes: the changes of 'x' come from its history; expected bundled fixtures only"
            ])
    }
}
