import Model

/// Where a run is written down.
public protocol RunJournal: JobJournal {
    /// Called once, before the first job, when the engine is known.
    func begin(on fingerprint: Fingerprint) async throws
    /// Called at the end of a series, with what the remainder of the engine's disk consists of.
    func note(_ remainder: [RemainderRecord]) async throws
    /// Called once, after `begin`, where a plan asks what its worker offers.
    func note(_ requirements: [RequirementRecord]) async throws
    /// Called with each audit: what it saw, and what was left.
    ///
    /// - Parameter job: after which it was taken; nil before the first and after the last.
    func note(_ audit: AuditRecord, after job: Int64?) async throws
}
