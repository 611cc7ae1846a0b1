import Testing

@testable import Lab
@testable import Model

@Suite struct RewarmingTests {
    private let legacy = Configuration(builder: .legacy)
    private let buildkit = Configuration(builder: .buildkit)

    private func plan() -> Plan {
        var jobs: [PlannedJob] = []
        for index in 0..<4 {
            for configuration in [legacy, buildkit] {
                let change = Change(index: index, revision: "r\(index)", changeClass: index == 0 ? .none : .source)
                jobs.append(
                    PlannedJob(
                        position: jobs.count, round: index, fixture: "scap", change: change,
                        configuration: configuration, direct: .before))
            }
        }
        return Plan(
            scenario: "s", scenarioHash: "h", questions: [], profile: "quick", seed: 1, fixtures: [],
            workload: Workload(), jobs: jobs)
    }

    @Test func aFreshPlanNeedsNoWarming() {
        let plan = plan()
        #expect(Rewarming.jobs(before: plan.jobs, in: plan).isEmpty)
    }

    @Test func eachStreamIsWarmedWithTheChangeBeforeItsNext() {
        let plan = plan()
        let jobs = Rewarming.jobs(before: Array(plan.jobs.dropFirst(5)), in: plan)
        #expect(jobs.count == 2)
        for job in jobs {
            #expect(job.warmup)
            #expect(job.position < 0)
            #expect(job.direct == nil)
            #expect(job.weight == 0)
        }
        #expect(jobs.first { $0.configuration == buildkit }?.change.revision == "r1")
        #expect(jobs.first { $0.configuration == legacy }?.change.revision == "r2")
        #expect(Set(jobs.map(\.position)).count == 2)
    }

    @Test func aStreamIsWarmedRightBeforeItsNextLapAndNoUpdateIsRepeated() {
        var plan = plan()
        for index in plan.jobs.indices where plan.jobs[index].round >= 2 {
            plan.jobs[index].change = BaseUpdate.os.applied(to: plan.jobs[index].change)
        }
        // legacy has the update of round 2 behind it, buildkit not.
        let jobs = Rewarming.inserted(into: Array(plan.jobs.dropFirst(5)), of: plan)
        #expect(jobs.map(\.round) == [1, 2, 2, 3, 3])
        #expect(jobs.map(\.warmup) == [true, false, true, false, false])
        #expect(jobs.map(\.configuration) == [buildkit, buildkit, legacy, legacy, buildkit])
        #expect(jobs.filter(\.warmup).allSatisfy { $0.change.preparation == nil })
        #expect(jobs.filter { !$0.warmup }.allSatisfy { $0.change.preparation == .newBaseLayer })
    }

    @Test func streamsThatAreColdByPlanAreNotWarmed() {
        var plan = plan()
        for index in plan.jobs.indices {
            plan.jobs[index].configuration.cache =
                plan.jobs[index].configuration.builder == .legacy ? .registry : .local
        }
        let jobs = Rewarming.jobs(before: Array(plan.jobs.dropFirst(5)), in: plan)
        #expect(jobs.map(\.configuration) == [Configuration(builder: .buildkit, cache: .local)])
    }

    @Test func workersOfTheNextStageAreWarmedWhateverIsDelivered() {
        var plan = plan()
        for index in plan.jobs.indices {
            plan.jobs[index].configuration.delivery =
                plan.jobs[index].configuration.builder == .legacy ? .promote : .rebuild
        }
        let jobs = Rewarming.jobs(before: Array(plan.jobs.dropFirst(5)), in: plan)
        #expect(Set(jobs.map(\.configuration.delivery)) == [.promote, .rebuild])
    }
}
