extension Scenario {
    /// A plan of rounds only: they hold one state of a fixture against another, in every configuration.
    ///
    /// Its jobs are those that the rounds of a run against a baseline have. It has none where every configuration needs
    /// an engine, a registry or a fault of its own.
    /// - Parameters:
    ///   - candidate, reference: one state of the same fixture each, with its rounds (`addingRounds`).
    package func plan(
        ofRounds candidate: Trace, against reference: Trace, profile: String, seed: UInt64
    ) throws(PlanInvalid) -> Plan {
        let rounds = RoundPlan(of: self, changes: 0, traces: [candidate], references: [reference])
        return try plan(of: rounds.jobs(from: 0, round: 1, seed: seed), profile: profile, seed: seed)
    }
}
