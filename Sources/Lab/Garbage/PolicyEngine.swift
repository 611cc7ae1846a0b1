import Engine
import Foundation
import Housekeeping
import Model

/// An engine on which one policy decides what goes: its own disk, ledger and mutex.
struct PolicyEngine: Sendable {
    /// How long a job waits for a collection that somebody else carries out.
    private static let patience = Duration.seconds(600)

    let engine: FleetEngine
    let keeper: PolicyKeeper
    let ledger: LedgerKeeper
    let gauge: DiskGauge
    let mutex: EngineMutex
    /// The disk of the policies that are compared, and its high mark, in bytes.
    let marks: Marks

    /// What a policy is judged by.
    struct Marks: Sendable, Equatable {
        var capacity: Int
        var high: Int

        /// The mark on a disk that takes so many bytes.
        init(capacity: Int, terms: CollectionTerms) {
            self.capacity = capacity
            high = Int(terms.high * Double(capacity))
        }
    }

    /// Holds the engine's mutex with other builds while a job runs, and watches the disk. A job that does not get the mutex is a
    /// row that says so.
    func holding<Value: Sendable>(
        _ settings: JobSettings, _ body: (JobSettings) async throws -> Value
    ) async throws -> (value: Value, watch: DiskWatch) {
        var settings = settings
        settings.extraHosts = engine.extraHosts
        settings.points = [
            CollectionPoint.highMarkBytes.point(Double(marks.high)),
            CollectionPoint.capacityBytes.point(Double(marks.capacity)),
        ]
        let prepared = settings
        do {
            return try await mutex.withShared(waitingAtMost: Self.patience) { hold in
                var settings = prepared
                settings.points.append(CollectionPoint.buildMutexWaitSeconds.point(hold.waitedSeconds))
                return try await DiskWatch.during(of: gauge) { try await body(settings) }
            }
        } catch let error as MutexError {
            settings.obstacle = JobObstacle(.refused, "\(error)")
            let refused = settings
            return try await DiskWatch.during(of: gauge) { try await body(refused) }
        }
    }

    /// Whether a job that did not succeed met a full disk: it says so, or hardly anything was free. Not every program says why it
    /// could not write, and an engine whose own databases find no room may break the connection off and go on.
    private func metFullDisk(_ record: JobRecord, _ watch: DiskWatch) async -> Bool {
        guard [.refused, .buildFailed, .engineLost].contains(record.outcome) else { return false }
        if let failure = record.failure, DiskFull.isTold(by: failure) { return true }
        return await watch.wasFull
    }

    /// What follows a job of this engine: its disk, the policy's turn, and its disk again; all on record with the job.
    ///
    /// - Parameters:
    ///   - id: the job's in the journal.
    ///   - watch: what its disk was like meanwhile.
    ///   - tag: the name of its image.
    ///   - warn: told in a sentence what a person should know.
    /// - Throws: what the journal throws; `CancellationError`.
    func follow(
        _ record: JobRecord, _ id: Int64, _ watch: DiskWatch, tag: String, journal: any JobJournal,
        warn: (String) -> Void
    ) async throws {
        if let disk = await ledger.sample() { try await journal.attach(disk, to: id) }
        var points: [JobPoint] = []
        if let peak = await watch.peak { points.append(CollectionPoint.peakBytes.point(Double(peak))) }
        if await metFullDisk(record, watch) {
            points.append(CollectionPoint.diskFull.point(1))
        }
        // Before the turn, which may be stopped: why the job did not succeed is on record then.
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
