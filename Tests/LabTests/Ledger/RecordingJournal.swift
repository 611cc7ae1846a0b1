import Lab
import Records

/// A journal in memory.
actor RecordingJournal: RunJournal {
    /// Jobs as they were completed, by their ids from 1.
    private(set) var jobs: [Int64: JobRecord] = [:]
    /// Samples by job.
    private(set) var disks: [Int64: DiskRecord] = [:]
    /// What the remainder consisted of.
    private(set) var remainder: [RemainderRecord] = []

    func begin(on fingerprint: Fingerprint) {}

    func save(_ record: JobRecord) -> Int64 {
        let id = Int64(jobs.count + 1)
        jobs[id] = record
        return id
    }

    func complete(_ job: Int64, with record: JobRecord) { jobs[job] = record }

    func attach(_ direct: DirectRecord, to job: Int64) {}

    func attach(_ disk: DiskRecord, to job: Int64) { disks[job] = disk }

    func note(_ remainder: [RemainderRecord]) { self.remainder = remainder }
}
