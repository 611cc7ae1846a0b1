import Engine
import Foundation
import Housekeeping
import Model

/// Runs a job on the engine of its policy, and lets the policy act after it.
struct PolicyStage: JobStage {
    private let policy: PolicyEngine
    private let run: JobSurroundings

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let policy = run.policies?.engine(for: job.planned) else { return nil }
        self.policy = policy
        self.run = run
    }

    func around(_ job: StagedJob, _ runJob: @escaping RunJob) async throws -> EndedJob {
        // Writes of jobs on other engines must not be flushed to disk during this one.
        sync()
        let (ended, watch) = try await policy.holding(job, runJob)
        let isAlive = ended.isEngineLost ? await policy.engine.client.answers() : true
        if isAlive, ended.record.outcome != .cancelled {
            try await policy.follow(ended, watch, tag: job.imageTag, journal: run.journal, warn: run.warn)
        }
        return ended
    }
}

/// An engine on which one policy decides what is removed, with its own disk, ledger and mutex.
struct PolicyEngine: Sendable {
    /// How long a job waits for another process's collection.
    private static let patience = Duration.seconds(600)

    let engine: FleetEngine
    let keeper: PolicyKeeper
    let ledger: LedgerKeeper
    let gauge: DiskGauge
    let mutex: EngineMutex
    /// The disk of the compared policies, and its high mark, in bytes.
    let marks: Marks

    /// The disk size and mark that a policy is judged by.
    struct Marks: Sendable, Equatable {
        var capacity: Int
        var high: Int

        /// The mark on a disk of this capacity, in bytes.
        init(capacity: Int, terms: CollectionTerms) {
            self.capacity = capacity
            high = Int(terms.high * Double(capacity))
        }
    }

    /// Holds the engine's mutex against other builds while a job runs here, and watches the disk. A job that does not
    /// get the mutex is recorded with that outcome.
    func holding(
        _ job: StagedJob, _ run: @escaping RunJob
    ) async throws -> (value: EndedJob, watch: DiskWatch) {
        var job = job
        job.client = engine.client
        job.settings.extraHosts = engine.extraHosts
        job.points += [
            CollectionPoint.highMarkBytes.point(Double(marks.high)),
            CollectionPoint.capacityBytes.point(Double(marks.capacity)),
        ]
        let prepared = job
        do {
            return try await mutex.withShared(waitingAtMost: Self.patience) { hold in
                var job = prepared
                job.points.append(CollectionPoint.buildMutexWaitSeconds.point(hold.waitedSeconds))
                let ready = job
                return try await DiskWatch.during(of: gauge) { try await run(ready) }
            }
        } catch let error as MutexError {
            job.obstacle = JobObstacle(.refused, "\(error)")
            let refused = job
            return try await DiskWatch.during(of: gauge) { try await run(refused) }
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
    func follow(
        _ ended: EndedJob, _ watch: DiskWatch, tag: String, journal: any JobJournal, warn: (String) -> Void
    ) async throws {
        let (record, id) = (ended.record, ended.id)
        if let disk = await ledger.sample() { try await journal.attach(disk, to: id) }
        var points: [JobPoint] = []
        if let peak = await watch.peak { points.append(CollectionPoint.peakBytes.point(Double(peak))) }
        if await metFullDisk(record, watch) {
            points.append(CollectionPoint.diskFull.point(1))
        }
        // Before the turn, which may be interrupted: the reason for the job's failure is then recorded already.
        if !points.isEmpty { try await journal.record(points, of: id) }
        points = []
        if let turn = try await keeper.turn(after: tag) {
            points += turn.points
            for failure in turn.failures {
                warn("after job \(record.position), \(record.configuration): no collection: \(failure)")
            }
            if turn.images + turn.records > 0, let disk = await ledger.sample(), let bytes = disk.filesystem {
                points.append(CollectionPoint.diskBytes.point(Double(bytes)))
            }
        }
        if !points.isEmpty { try await journal.record(points, of: id) }
    }
}

/// Samples a disk while something runs on it, for its peak use: its state afterwards does not show that.
actor DiskWatch {
    /// Time between two samples. One costs a system call of some microseconds.
    private static let interval = Duration.milliseconds(20)

    private let gauge: DiskGauge
    /// The most space in use at any sample, in bytes; nil where the disk could not be read.
    private(set) var peak: Int?
    /// Whether less than 1 % was free at any sample.
    private(set) var wasFull = false

    private init(_ gauge: DiskGauge) {
        self.gauge = gauge
    }

    /// Runs a body, and returns what was sampled meanwhile.
    static func during<Value: Sendable>(
        of gauge: DiskGauge, _ body: () async throws -> Value
    ) async throws -> (value: Value, watch: DiskWatch) {
        let watch = DiskWatch(gauge)
        async let _ = watch.look()
        let value = try await body()
        return (value, watch)
    }

    /// Runs until it is cancelled.
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
