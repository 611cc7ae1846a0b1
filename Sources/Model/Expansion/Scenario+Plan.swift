import Model

extension Scenario {
    /// Expands the scenario to the exact, ordered list of jobs.
    ///
    /// A stream is one fixture in one configuration. The plan is a row of laps, each with one job of every stream; laps of
    /// one purpose (warm-up, trace, pair, cold) come in twos, the second in the first's reverse order. So over an even
    /// number of them every stream's mean place is the same. The same seed and traces give the same plan.
    ///
    /// Where executors are varied the plan is a row of levels instead, see ``LevelPlan``.
    ///
    /// - Parameters:
    ///   - profile: which of the scenario's profiles.
    ///   - seed: draws the orders; traces were drawn before.
    ///   - traces: one for each fixture, found by its name; changes beyond the profile's are left out.
    ///   - recorded: the times by which jobs of some loads are spaced; nil: those of the traces.
    /// - Throws: `PlanInvalid`.
    public func plan(
        profile: String, seed: UInt64, traces: [Trace], recorded: RecordedTimes? = nil
    ) throws(PlanInvalid) -> Plan {
        let chosen = try self.profile(named: profile)
        if let levels = LevelPlan(of: self, chosen) {
            let times = recorded ?? RecordedTimes(seconds: traces.flatMap { $0.times ?? [] })
            let jobs = try levels.jobs(seed: seed, traces: traces, recorded: times)
            return try plan(of: jobs, profile: profile, seed: seed)
        }
        var streams = try streams(of: chosen, seed: seed, traces: traces)
        var orders: [PlannedJob.Purpose: BalancedOrder] = [:]
        for purpose in PlannedJob.Purpose.allCases {
            orders[purpose] = BalancedOrder(
                count: streams.count,
                generator: SeededGenerator(seed: seed, purpose: "order of \(purpose.rawValue) in \(name)"))
        }
        var jobs: [PlannedJob] = []
        for lap in Lap.all(of: chosen) {
            for stream in orders[lap.purpose]?.next() ?? [] {
                jobs.append(streams[stream].job(of: lap, position: jobs.count))
            }
        }
        return try plan(of: jobs, profile: profile, seed: seed)
    }

    private func plan(of jobs: [PlannedJob], profile: String, seed: UInt64) throws(PlanInvalid) -> Plan {
        Plan(
            scenario: name, scenarioHash: try hash(profile: profile), questions: questions, profile: profile,
            seed: seed, fixtures: fixtures, workload: workload, jobs: jobs)
    }

    private func streams(
        of profile: ScenarioProfile, seed: UInt64, traces: [Trace]
    ) throws(PlanInvalid) -> [Stream] {
        var streams: [Stream] = []
        for source in sources {
            guard let trace = traces.first(where: { $0.fixture == source.name }) else {
                throw .traceMissing(source.name)
            }
            guard trace.changes.count > profile.changes else {
                throw .traceShort(trace, wanted: profile.changes, profile: profile.name)
            }
            for configuration in configurations {
                streams.append(
                    Stream(trace: trace, configuration: configuration, length: profile.changes, seed: seed))
            }
        }
        return streams
    }
}
