import Model

/// Records jobs as they end. The results database is one; tests have others.
package protocol JobJournal: Sendable {
    /// Saves a job whose work is done and whose cleanup has not begun, in one transaction; returns its id.
    func save(_ record: JobRecord) async throws -> Int64
    /// Adds what is known after the cleanup: wall time, the cleanup's time and errors, and Plimsoll's own cost.
    func complete(_ job: Int64, with record: JobRecord) async throws
    func attach(_ direct: DirectRecord, to job: Int64) async throws
    /// Marks a saved job as cancelled, so that it is run again.
    func withdraw(_ job: Int64, because failure: Failure) async throws
    func attach(_ disk: DiskRecord, to job: Int64) async throws
    /// Adds figures that are not part of a job's record; without a job, of the run as a whole.
    func record(_ points: [JobPoint], of job: Int64?) async throws
    /// The journal's own cost so far, as counts that only ever rise: their rise during a job is recorded with it.
    func counts() -> [JobPoint]
}

extension JobJournal {
    package func counts() -> [JobPoint] { [] }
}

package protocol RunJournal: JobJournal {
    func begin(on fingerprint: Fingerprint) async throws
    /// Called at the end of a series, with the parts of the disk space that the engine does not report.
    func note(_ remainder: [RemainderRecord]) async throws
    /// Called once, after `begin`, where a plan asks what its worker offers.
    func note(_ requirements: [RequirementRecord]) async throws
    /// Called with each audit and the job after which it was taken; nil before the first job and after the last.
    func note(_ audit: AuditRecord, after job: Int64?) async throws
}
