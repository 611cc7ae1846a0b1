import Results

/// What a run says of `cacheable-dependencies`.
public struct DependencyFindings: Sendable, Equatable {
    /// The run.
    public var run: RunSummary
    /// The names of its scenarios that bear on the question.
    public var scenarios: [String]
    /// The rule's verdict.
    public var verdict: Verdict
    /// Each package manager, by name.
    public var managers: [DependencyManager]
    /// What a reader should know beside.
    public var cautions: [Caution]

    /// Every package manager with every strategy and builder.
    public var series: [DependencySeries] { managers.flatMap(\.series) }
}

extension DependencyFindings {
    /// The verdict as the results database keeps it.
    public var verdictRecord: VerdictRecord {
        VerdictRecord(
            question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
            low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: Questions.cacheableDependencies.rule)
    }
}
