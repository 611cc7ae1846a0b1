import Model

/// Where jobs are written down as they end. The results database is one; tests have others.
package protocol JobJournal: Sendable {
    /// Saves a job whose work is done and whose cleanup is not begun, in one transaction; returns its id.
    func save(_ record: JobRecord) async throws -> Int64
    /// Adds what its cleanup gave: wall time, the cleanup's time, Plimsoll's own cost, and what went wrong in it.
    func complete(_ job: Int64, with record: JobRecord) async throws
    /// Adds the paired run without an engine.
    func attach(_ direct: DirectRecord, to job: Int64) async throws
    /// Takes a saved job out of the plan, as one that was cancelled: it is left to be run again.
    func withdraw(_ job: Int64, because failure: Failure) async throws
    /// Adds what the engine's disk held after the job.
    func attach(_ disk: DiskRecord, to job: Int64) async throws
    /// Adds figures that are no part of a job's record; nil: of the run as a whole.
    func record(_ points: [JobPoint], of job: Int64?) async throws
    /// What it cost so far, as counts that only ever rise: read before and after a job, their differences are recorded with it.
    func counts() -> [JobPoint]
}

extension JobJournal {
    /// Nothing is counted.
    package func counts() -> [JobPoint] { [] }
}

/// Where a run is written down.
package protocol RunJournal: JobJournal {
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
