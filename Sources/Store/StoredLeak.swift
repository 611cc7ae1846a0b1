import Foundation
import Model

/// Something that was left, as it was read back.
public struct StoredLeak: Sendable, Equatable {
    /// What it is, and whose.
    public var leak: LeakRecord
    /// Where the job that left it stands in the plan; nil where no job is known to have.
    public var position: Int?
    /// The scenario whose series found it.
    public var scenario: String
    /// When in the series it was found first.
    public var stage: AuditRecord.Stage
    /// Wall-clock time of the audit that found it.
    public var at: Date
    /// Whether the series' last audit still found it; nil where there was none.
    public var remained: Bool?

    /// A value of these parts.
    public init(
        leak: LeakRecord, position: Int? = nil, scenario: String, stage: AuditRecord.Stage, at: Date,
        remained: Bool? = nil
    ) {
        self.leak = leak
        self.position = position
        self.scenario = scenario
        self.stage = stage
        self.at = at
        self.remained = remained
    }
}
