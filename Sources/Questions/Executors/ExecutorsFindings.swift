import Store

/// What a run says of `executors`.
struct ExecutorsFindings: Sendable, Equatable {
    /// The run.
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// The rule's verdict.
    var verdict: Verdict
    /// Each builder's sweep, by configuration.
    var sweeps: [SweepFindings]
    /// What a reader should know beside.
    var cautions: [Caution]
}

extension ExecutorsFindings {
    /// The verdict as the results database keeps it.
    var verdictRecord: VerdictRecord {
        VerdictRecord(
            question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
            low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: Questions.executors.rule)
    }
}
