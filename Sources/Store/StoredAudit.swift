import Model

/// An audit, as it was read back.
public struct StoredAudit: Sendable, Equatable {
    /// The job after which it was taken; nil before the first and after the last.
    public var job: Int64?
    /// What it saw; what it found is among the run's leaks.
    public var record: AuditRecord

    /// A value of these parts.
    public init(job: Int64?, record: AuditRecord) {
        self.job = job
        self.record = record
    }
}
