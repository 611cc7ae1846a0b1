import Lab
import Model

/// A journal that remembers what it was told.
actor MemoryJournal: RunJournal {
    private(set) var jobs: [JobRecord] = []
    private(set) var points: [(job: Int64?, point: JobPoint)] = []
    /// Samples of the disk by job.
    private(set) var disks: [Int64: DiskRecord] = [:]
    /// What the remainder consisted of.
    private(set) var remainder: [RemainderRecord] = []
    /// Audits, each with the job after which it was taken.
    private(set) var audits: [(job: Int64?, audit: AuditRecord)] = []

    func begin(on fingerprint: Fingerprint) async throws {}

    func save(_ record: JobRecord) async throws -> Int64 {
        jobs.append(record)
        return Int64(jobs.count)
    }

    func complete(_ job: Int64, with record: JobRecord) async throws { jobs[Int(job) - 1] = record }

    func attach(_ direct: DirectRecord, to job: Int64) async throws {}

    func withdraw(_ job: Int64, because failure: Failure) async throws {}

    func attach(_ disk: DiskRecord, to job: Int64) async throws { disks[job] = disk }

    func note(_ remainder: [RemainderRecord]) async throws { self.remainder = remainder }

    func note(_ requirements: [RequirementRecord]) async throws {}

    func record(_ points: [JobPoint], of job: Int64?) async throws {
        self.points += points.map { (job, $0) }
    }

    func note(_ audit: AuditRecord, after job: Int64?) async throws { audits.append((job, audit)) }
}
