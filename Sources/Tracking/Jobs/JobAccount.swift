import Model
import Store

/// All that is known of one job.
package struct JobAccount: Sendable {
    /// With its steps, its disk and its details.
    package let job: Job
    package let handle: JobHandle
    package let details: JobDetails
    package let timeline: JobTimeline
    package let standing: CellStanding
    /// What it left.
    package let leaks: [StoredLeak]
    /// The audit after it; nil if there was none.
    package let audit: StoredAudit?
    /// The last sample of the disk before its own; nil if there is none.
    package let diskBefore: DiskRecord?

    /// - Throws: `ResultsError`, `unknownJob`; `TrackingError`, `ambiguousJob`.
    package static func read(_ reference: JobReference, in database: ResultsDatabase) throws -> JobAccount {
        let id = try reference.id(in: database)
        let found = try database.jobs([id], including: [.steps, .disk, .details, .metrics(CellStanding.metrics)]).first
        guard let job = found, let details = job.details, let handle = job.handle else {
            throw ResultsError(.unknownJob, "job \(id) is gone from \(database.path)")
        }
        return JobAccount(
            job: job, handle: handle, details: details, timeline: JobTimeline(job),
            standing: try CellStanding.read(job, in: database), leaks: try database.leaks(job: id),
            audit: try database.audit(afterJob: id),
            diskBefore: job.disk == nil ? nil : try database.disk(beforeThatOf: id))
    }

    /// How much the disk grew since the sample before, in bytes: by the engine's count, and on the filesystem.
    package var growth: (engine: Int, filesystem: Int?)? {
        guard let disk = job.disk, let diskBefore else { return nil }
        var filesystem: Int?
        if let now = disk.filesystem, let before = diskBefore.filesystem { filesystem = now - before }
        return (disk.engine - diskBefore.engine, filesystem)
    }
}

extension Job {
    /// Of the steps that were read, those that can come from the cache and did not fail: how many did, and did not.
    package var hits: Int { steps.count { $0.cacheable && $0.error == nil && $0.cached } }
    package var misses: Int { steps.count { $0.cacheable && $0.error == nil && !$0.cached } }

    /// Whether it was saved before its cleanup, and nothing is known of that: it was killed, or goes on.
    package var isUnfinished: Bool { wall == nil && rarities.cleanupFailure == nil }
}
