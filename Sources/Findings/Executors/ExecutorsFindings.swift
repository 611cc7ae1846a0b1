import Results

/// What a run says of `executors`.
public struct ExecutorsFindings: Sendable, Equatable {
    /// The run.
    public var run: RunSummary
    /// The names of its scenarios that bear on the question.
    public var scenarios: [String]
    /// The rule's verdict.
    public var verdict: Verdict
    /// Each builder's sweep, by configuration.
    public var sweeps: [SweepFindings]
    /// What a reader should know beside.
    public var cautions: [Caution]
}

extension ExecutorsFindings {
    /// The verdict as the results database keeps it.
    public var verdictRecord: VerdictRecord {
        VerdictRecord(
            question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
            low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: Questions.executors.rule)
    }
}
