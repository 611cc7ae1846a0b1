import Records

/// Where a run is written down.
public protocol RunJournal: JobJournal {
    /// Called once, before the first job, when the engine is known.
    func begin(on fingerprint: Fingerprint) async throws
    /// Called at the end of a series, with what the remainder of the engine's disk consists of.
    func note(_ remainder: [RemainderRecord]) async throws
}
