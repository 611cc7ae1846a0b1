import Store

extension OverheadFindings {
    /// The verdict as the results database keeps it.
    var verdictRecord: VerdictRecord {
        VerdictRecord(
            question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
            low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: Questions.buildOverhead.rule)
    }
}

extension Verdict.Answer {
    var recorded: VerdictRecord.Verdict {
        switch self {
        case .yes: .yes
        case .no: .no
        case .undecided: .undecided
        }
    }
}
