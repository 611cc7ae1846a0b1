import Results

/// What a run says of `cleanup`.
public struct CleanupFindings: Sendable, Equatable {
    /// The run.
    public var run: RunSummary
    /// The names of its scenarios that bear on the question.
    public var scenarios: [String]
    /// The rule's verdict; its estimate is the growth of the remainder, in per cent of the bytes created.
    public var verdict: Verdict
    /// Each builder with each fault: the jobs that the fault struck.
    public var cases: [CleanupCase]
    /// The jobs whose fault came too late, or could not be planted; they are in no case.
    public var missed: [CleanupCase]
    /// Everything that was left, in the order in which it was found.
    public var leaks: [StoredLeak]
    /// What was looked for.
    public var kinds: [CleanupKind]
    /// How the remainder grew; nil where no ledger was kept.
    public var growth: CleanupGrowth?
    /// How many jobs' own cleanup failed, whatever happened to them before.
    public var failedCleanups: Int
    /// How many audits there were.
    public var audits: Int
    /// What an audit took at the median, in seconds; nil where there was none.
    public var auditSeconds: Double?
    /// What a reader should know beside.
    public var cautions: [Caution]

    /// Jobs after which there was an audit.
    public var audited: Int { (cases + missed).reduce(0) { $0 + $1.audited } }
    /// Of those, the jobs that left nothing.
    public var clean: Int { (cases + missed).reduce(0) { $0 + $1.clean } }
    /// The kinds of which something stayed out of sight.
    public var unseen: [CleanupKind] { kinds.filter { !$0.isSeen } }
}

extension CleanupFindings {
    /// The verdict as the results database keeps it.
    public var verdictRecord: VerdictRecord {
        VerdictRecord(
            question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: Questions.cleanup.rule)
    }
}
