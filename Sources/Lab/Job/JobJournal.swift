import Model

/// Where jobs are written down as they end. The results database is one; tests have others.
public protocol JobJournal: Sendable {
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
    public func counts() -> [JobPoint] { [] }
}
