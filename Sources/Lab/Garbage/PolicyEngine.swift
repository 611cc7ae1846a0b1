import Engine
import Foundation
import Housekeeping
import Model

struct PolicyStage: JobStage {
    private let policy: PolicyEngine
    private let run: JobSurroundings

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let policy = run.policies?.engine(for: job.planned) else { return nil }
        (self.policy, self.run) = (policy, run)
    }

    func around(_ job: StagedJob, _ runJob: @escaping RunJob) async throws -> EndedJob {
        // Writes of jobs on other engines must not be flushed to disk during this one.
        sync()
        let (ended, watch) = try await policy.holding(job, runJob)
        let isAlive = ended.isEngineLost ? await policy.engine.client.answers() : true
        if isAlive, ended.record.outcome != .cancelled { try await policy.follow(ended, watch, tag: job.imageTag, run) }
        return ended
    }
}

/// An engine on which one policy decides what is removed, with its own disk, ledger and mutex.
struct PolicyEngine: Sendable {
    private static let patience = Duration.seconds(600)

    let engine: FleetEngine
    let policy: GarbagePolicy
    let terms: CollectionTerms
    let rules: CollectionRules
    let schedule: Shared<CollectionSchedule>
    let sightings: SightingsFile
    let store: StoreReader
    let ledger: LedgerKeeper
    let gauge: DiskGauge
    let mutex: EngineMutex
    let capacity: Int

    /// Holds the engine's mutex while a job runs here, and watches the disk. A job that does not get the mutex is
    /// refused.
    fileprivate func holding(
        _ job: StagedJob, _ run: @escaping RunJob
    ) async throws -> (value: EndedJob, watch: DiskWatch) {
        var job = job
        (job.client, job.starts) = (engine.client, engine.starts)
        job.settings.extraHosts = engine.extraHosts
        let high = Int(terms.high * Double(capacity))
        job.points += [CollectionPoint.highMarkBytes.point(high), CollectionPoint.capacityBytes.point(capacity)]
        do {
            return try await mutex.withShared(waitingAtMost: Self.patience) { [job] hold in
                var ready = job
                ready.points.append(CollectionPoint.buildMutexWaitSeconds.point(hold.waitedSeconds))
                return try await DiskWatch.during(of: gauge) { [ready] in try await run(ready) }
            }
        } catch let error as MutexError {
            job.obstacle = JobObstacle(.refused, "\(error)")
            return try await DiskWatch.during(of: gauge) { [job] in try await run(job) }
        }
    }

    /// Whether a failed job met a full disk: its failure says so, or hardly anything was free. Not every program says
    /// why it could not write. An engine whose own databases run out of space may drop the connection and go on.
    private func metFullDisk(_ record: JobRecord, _ watch: DiskWatch) async -> Bool {
        guard [.refused, .buildFailed, .engineLost].contains(record.outcome) else { return false }
        if let failure = record.failure, DiskFull.isTold(by: failure) { return true }
        return await watch.wasFull
    }

    /// Records with a job of this engine what follows it: its disk, the policy's turn, and its disk again.
    fileprivate func follow(_ ended: EndedJob, _ watch: DiskWatch, tag: String, _ run: JobSurroundings) async throws {
        let (record, id, journal) = (ended.record, ended.id, run.journal)
        if let disk = await ledger.sample() { try await journal.attach(disk, to: id) }
        var points: [JobPoint] = []
        if let peak = await watch.peak { points.append(CollectionPoint.peakBytes.point(peak)) }
        if await metFullDisk(record, watch) { points.append(CollectionPoint.diskFull.point(1)) }
        // Before the turn, which may be interrupted: the reason for the job's failure is then recorded already.
        if !points.isEmpty { try await journal.record(points, of: id) }
        guard let turn = try await turn(after: tag) else { return }
        points = turn.points
        for failure in turn.failures {
            run.warn("after job \(record.position), \(record.configuration.name): no collection: \(failure)")
        }
        if turn.hasRemoved, let bytes = await ledger.sample()?.filesystem {
            points.append(CollectionPoint.diskBytes.point(bytes))
        }
        try await journal.record(points, of: id)
    }
}

/// Samples a disk while something runs on it, for its peak use: its state afterwards does not show that.
actor DiskWatch {
    /// Time between two samples. One costs a system call of some microseconds.
    private static let interval = Duration.milliseconds(20)

    private let gauge: DiskGauge
    private(set) var peak: Int?
    /// Whether less than 1 % was free at any sample.
    private(set) var wasFull = false

    private init(_ gauge: DiskGauge) { self.gauge = gauge }

    static func during<Value: Sendable>(
        of gauge: DiskGauge, _ body: () async throws -> Value
    ) async throws -> (value: Value, watch: DiskWatch) {
        let watch = DiskWatch(gauge)
        async let _ = watch.look()
        return (try await body(), watch)
    }

    private func look() async {
        while !Task.isCancelled {
            if let space = gauge.now {
                peak = max(peak ?? 0, space.used)
                if space.free < space.capacity / 100 { wasFull = true }
            }
            try? await Task.sleep(for: Self.interval)
        }
    }
}
