import Store

/// What a run says of `cleanup`.
struct CleanupFindings: Sendable, Equatable {
    /// The run.
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// The rule's verdict; its estimate is the growth of the remainder, in per cent of the bytes created.
    var verdict: Verdict
    /// Each builder with each fault: the jobs that the fault struck.
    var cases: [CleanupCase]
    /// The jobs whose fault came too late, or could not be planted; they are in no case.
    var missed: [CleanupCase]
    /// Everything that was left, in the order in which it was found.
    var leaks: [StoredLeak]
    /// What was looked for.
    var kinds: [CleanupKind]
    /// How the remainder grew; nil where no ledger was kept.
    var growth: CleanupGrowth?
    /// How many jobs' own cleanup failed, whatever happened to them before.
    var failedCleanups: Int
    /// How many audits there were.
    var audits: Int
    /// What an audit took at the median, in seconds; nil where there was none.
    var auditSeconds: Double?
    /// What a reader should know beside.
    var cautions: [Caution]

    /// Jobs after which there was an audit.
    var audited: Int { (cases + missed).reduce(0) { $0 + $1.audited } }
    /// Of those, the jobs that left nothing.
    var clean: Int { (cases + missed).reduce(0) { $0 + $1.clean } }
    /// The kinds of which something stayed out of sight.
    var unseen: [CleanupKind] { kinds.filter { !$0.isSeen } }
}

extension CleanupFindings {
    /// The verdict as the results database keeps it.
    var verdictRecord: VerdictRecord {
        VerdictRecord(
            question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: Questions.cleanup.rule)
    }
}
