import Foundation

/// What an engine keeps at one moment: by its own words, and by the disk's.
public struct LedgerSample: Sendable, Equatable {
    /// Wall-clock time at which it was complete.
    public var at: Date
    /// What the engine says, by kind.
    public var engine: EngineBytes
    /// What the disk says; nil where it cannot be seen.
    public var disk: DiskReading?
    /// What the disk held beyond the engine's words when the ledger was opened, in bytes; nil where it cannot be seen.
    public var baseline: Int?
    /// Whether nothing changed while it was taken.
    public var quiet: Bool
    /// How long taking it took, waiting for quiet included, in seconds.
    public var seconds: Double
    /// How much of that was waiting, in seconds.
    public var waited: Double

    /// What the disk holds beyond what the engine says and what was there at the start, in bytes; nil where it cannot be
    /// seen. It is negative where less is held than at the start.
    public var remainder: Int? {
        guard let disk, let baseline else { return nil }
        return disk.bytes - engine.total - baseline
    }
}
