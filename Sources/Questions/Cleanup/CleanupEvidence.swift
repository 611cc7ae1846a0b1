import Model
import Store

/// What a run says of `cleanup`.
struct CleanupEvidence: Sendable {
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// Each builder with each fault: the jobs that the fault struck.
    var cases: [CleanupCase]
    /// The jobs whose fault came too late, or could not be planted; they are in no case.
    var missed: [CleanupCase]
    /// Everything that was left, in the order in which it was found.
    var leaks: [StoredLeak]
    var kinds: [CleanupKind]
    /// How the remainder grew; nil where no ledger was kept.
    var growth: CleanupGrowth?
    /// How many jobs' own cleanup failed, whatever happened to them before.
    var failedCleanups: Int
    var audits: Int
    /// What an audit took at the median, in seconds; nil where there was none.
    var auditSeconds: Double?
    var warnings: [Warning]

    /// Jobs after which there was an audit, and those of them that left nothing.
    var audited: Int { (cases + missed).reduce(0) { $0 + $1.audited } }
    var clean: Int { (cases + missed).reduce(0) { $0 + $1.clean } }
    /// The kinds of which something stayed out of sight.
    var unseen: [CleanupKind] { kinds.filter { !$0.isSeen } }
}

/// The jobs of one builder with one fault, and what they left. Bytes are those on disk.
struct CleanupCase: Sendable, Equatable {
    var series: Series
    /// The factor `fault`; nil where the scenario does not vary it.
    var fault: String?
    var outcomes: [Outcome: Int]
    /// Those that did not succeed, by the phase that they were in when they were ended, where they had begun.
    var endedIn: [Phase: Int]
    /// Jobs after which there was an audit, and those of them that left nothing.
    var audited: Int
    var clean: Int
    /// How many things were left, by kind, and what they take, as far as it is known.
    var leaks: [String: Int]
    var bytes: Int
    /// How much of it the series' last audit still found.
    var remained: Int

    var jobs: Int { outcomes.values.reduce(0, +) }
    /// Whether anything was done to its jobs.
    var isDisturbed: Bool { fault.map { $0 != "none" } ?? false }
    var left: Int { leaks.values.reduce(0, +) }
}

/// A kind of thing that audits looked for.
struct CleanupKind: Sendable, Equatable {
    /// As `container`.
    var name: String
    /// How well the worst audit saw it: `seen`, `partly`, `hidden`.
    var sight: String
    /// Why it was not seen whole.
    var reason: String?
    /// How many there were before the first job.
    var before: Int
    /// How many there were at the end, those that are meant to stay included; nil where there was no audit at the end.
    var after: Int?
    /// How many things of it were left, and what they take, as far as it is known.
    var leaks: Int
    var bytes: Int

    /// Whether all of it was looked at in every audit.
    var isSeen: Bool { sight == "seen" }
}

/// By how much the disk's remainder grew over the series, beside what its builds made. In bytes.
struct CleanupGrowth: Sendable, Equatable {
    /// What the disk holds beyond the engine's words, at the end less at the beginning.
    var remainder: Int
    /// The layers that builds made anew, as far as the engine tells their sizes.
    var made: Int
    var jobs: Int

    /// The remainder's growth over the bytes created; nil where nothing was made.
    var share: Double? { made > 0 ? Double(remainder) / Double(made) : nil }
}
