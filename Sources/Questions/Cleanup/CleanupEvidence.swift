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
    var warnings: [Warning]

    /// Jobs after which there was an audit.
    var audited: Int { (cases + missed).reduce(0) { $0 + $1.audited } }
    /// Of those, the jobs that left nothing.
    var clean: Int { (cases + missed).reduce(0) { $0 + $1.clean } }
    /// The kinds of which something stayed out of sight.
    var unseen: [CleanupKind] { kinds.filter { !$0.isSeen } }
}

/// The jobs of one builder with one fault, and what they left. Bytes are those on disk.
struct CleanupCase: Sendable, Equatable {
    /// The fixture and the configuration.
    var series: Series
    /// The factor `fault`; nil where the scenario does not vary it.
    var fault: String?
    /// Jobs by how they ended.
    var outcomes: [Outcome: Int]
    /// Those that did not succeed, by the phase that they were in when they were ended, where they had begun.
    var endedIn: [Phase: Int]
    /// Jobs after which there was an audit.
    var audited: Int
    /// Of those, the jobs that left nothing.
    var clean: Int
    /// What was left, by kind.
    var leaks: [String: Int]
    /// What all of it takes, as far as it is known.
    var bytes: Int
    /// How much of it the series' last audit still found.
    var remained: Int

    /// How many jobs there were.
    var jobs: Int { outcomes.values.reduce(0, +) }
    /// Whether anything was done to its jobs.
    var isDisturbed: Bool { fault.map { $0 != "none" } ?? false }
    /// How many things were left.
    var left: Int { leaks.values.reduce(0, +) }
}

/// A kind of thing that audits looked for.
struct CleanupKind: Sendable, Equatable {
    /// The kind, as `container`.
    var name: String
    /// How well the worst audit saw it: `seen`, `partly`, `hidden`.
    var sight: String
    /// Why it was not seen whole.
    var reason: String?
    /// How many there were before the first job.
    var before: Int
    /// How many there were at the end, those that are meant to stay included; nil where there was no audit at the end.
    var after: Int?
    /// How many things of it were left.
    var leaks: Int
    /// What they take, as far as it is known, in bytes.
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
    /// How many jobs it rests on.
    var jobs: Int

    /// The remainder's growth over the bytes created; nil where nothing was made.
    var share: Double? { made > 0 ? Double(remainder) / Double(made) : nil }
}
