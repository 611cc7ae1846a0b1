import Store

/// What a run, put through a simulation, says of `capacity`.
package struct CapacityFindings: Sendable, Equatable {
    /// The run.
    package var run: RunSummary
    /// The names of its scenarios whose jobs were looked at.
    package var scenarios: [String]
    /// What was assumed.
    package var terms: CapacityTerms
    /// Each setting of a worker, by name.
    package var settings: [CapacitySetting]
    /// What a reader should know beside.
    var cautions: [Caution]

    /// What the rule makes of it.
    var verdict: CapacityRule.Verdict { CapacityRule.verdict(settings) }
}

extension CapacityFindings {
    /// The verdict as the results database keeps it: workers at a thousand builds a day.
    package var verdictRecord: VerdictRecord {
        let verdict = verdict
        return VerdictRecord(
            question: Questions.capacity.id, verdict: verdict.isValidated ? .evidence : .undecided,
            estimate: verdict.point?.workers.map(Double.init), low: verdict.point?.range.map { Double($0.lowerBound) },
            high: verdict.point?.range.map { Double($0.upperBound) },
            unit: "workers at \(Int(CapacityTerms.usualBuildsADay)) builds a day", n: verdict.jobs,
            rule: Questions.capacity.rule)
    }
}
