import Foundation
import Model

/// A run as the database knows it, without its jobs.
public struct RunSummary: Sendable, Equatable, Identifiable {
    /// What was recorded when it began.
    public var record: RunRecord
    /// Wall-clock time at which it ended; nil while it runs, or when it was killed.
    public var endedAt: Date?
    /// How it ended: `finished`, `interrupted`, `engine_lost`, `database_locked`, `failed`; nil while it runs, or when it was killed.
    public var endReason: String?
    /// Why it does not count; nil when it counts.
    public var excluded: String?
    /// How many jobs were saved, warm-ups included.
    public var jobs: Int
    /// How many of them were warm-ups.
    public var warmups: Int
    /// How many of them, warm-ups included, did not succeed.
    public var failures: Int
    /// How many of these their user stopped, and no planted fault: the run was to do them again when it went on.
    public var stopped: Int
    /// How many submodules and LFS objects its build contexts lacked, as they were not on the machine.
    public var missingContents: Int
    /// How many steps its first builds found in the cache, which it had not made: its cold state was not cold.
    public var inheritedHits: Int

    /// The run's identity.
    public var id: UUID { record.id }
}
