import Foundation

/// One part of what the engine's disk held beyond the engine's words, at the end of a series.
public struct RemainderRecord: Codable, Sendable, Equatable {
    /// What it is, as `block_rounding`.
    public var part: String
    /// How much it has grown by since the ledger was opened, in bytes on disk.
    public var bytes: Int
    /// Wall-clock time of the survey.
    public var at: Date
    /// The configuration whose own engine was surveyed; nil for the run's engine.
    public var configuration: String?

    /// A value of these parts.
    public init(part: String, bytes: Int, at: Date, configuration: String? = nil) {
        self.configuration = configuration
        self.part = part
        self.bytes = bytes
        self.at = at
    }
}
