import Store

/// What a run says of `cacheable-dependencies`.
struct DependencyFindings: Sendable, Equatable {
    /// The run.
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// The rule's verdict.
    var verdict: Verdict
    /// Each package manager, by name.
    var managers: [DependencyManager]
    /// What a reader should know beside.
    var cautions: [Caution]

    /// Every package manager with every strategy and builder.
    var series: [DependencySeries] { managers.flatMap(\.series) }
}

extension DependencyFindings {
    /// The verdict as the results database keeps it.
    var verdictRecord: VerdictRecord {
        VerdictRecord(
            question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
            low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: Questions.cacheableDependencies.rule)
    }
}
