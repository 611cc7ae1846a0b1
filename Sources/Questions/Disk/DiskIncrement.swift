import Foundation
import Model
import Store

/// One job, reduced to what the account of the disk looks at. All sizes in bytes.
///
/// A million of them are held at once: names are shared, and what may be missing takes no more than a number.
struct DiskObservation: Sendable {
    /// What the disk held after a job.
    struct Level: Sendable, Equatable {
        /// When its ledger was opened: only levels of one ledger can be compared.
        var ledger: Date
        var engine: Double
        /// What is used on disk; nil where that cannot be seen.
        @Known var filesystem: Double? = nil
        /// Used bytes that the engine does not report, beyond the baseline; nil where the disk cannot be seen.
        @Known var remainder: Double? = nil
        /// How long measuring it took, in seconds.
        var seconds = 0.0
        /// Whether nothing changed while it was measured.
        var quiet = true
    }

    var cell: Cell
    /// The layers that its build made anew; nil where that is not known.
    @Known var made: Double? = nil
    /// How much it counts when the trace is weighted back to its population.
    var weight = 1.0
    /// What the disk held after it; nil where there is no sample.
    var level: Level?
    var warmup = false
    var cold = false

    var series: Series { Series(cell) }
}

extension DiskObservation {
    /// - Parameter job: read with what was made and with the disk.
    init(_ job: Job) {
        self.init(
            cell: job.cell, made: job.made.map(Double.init), weight: job.weight,
            level: job.disk.map { disk in
                Level(
                    ledger: disk.openedAt, engine: Double(disk.engine), filesystem: disk.filesystem.map(Double.init),
                    remainder: disk.remainder.map(Double.init), seconds: disk.seconds, quiet: disk.quiet)
            }, warmup: job.warmup, cold: job.cold)
    }
}

/// The source of the disk figure.
enum DiskMeasure: Sendable {
    /// The disk: what fills it.
    case filesystem
    /// The engine, where the disk cannot be seen.
    case engine

    /// The level by this measure, in bytes; nil where it is not known.
    func bytes(of level: DiskObservation.Level) -> Double? { self == .engine ? level.engine : level.filesystem }

    /// The better measure that every sample has.
    static func best(for jobs: [DiskObservation]) -> DiskMeasure {
        jobs.contains { $0.level.map { $0.filesystem == nil } ?? false } ? .engine : .filesystem
    }
}

/// By how much a disk grew from one job's sample to the next job's.
struct DiskIncrement: Sendable {
    /// What jobs must have in common to grow the disk alike.
    struct Kind: Sendable, Hashable, Comparable {
        let series: Series
        let changeClass: ChangeClass
        let cold: Bool

        init(_ cell: Cell, cold: Bool) {
            series = Series(cell)
            (changeClass, self.cold) = (cell.changeClass, cold)
        }

        /// By series, then by class, builds without the cache last.
        static func < (left: Self, right: Self) -> Bool {
            (left.series, left.changeClass, left.cold ? 1 : 0) < (right.series, right.changeClass, right.cold ? 1 : 0)
        }
    }

    var cell: Cell
    var cold: Bool
    /// How much the job counts when the trace is weighted back to its population.
    var weight = 1.0
    /// The growth in bytes; below 0 where more was removed than made.
    var bytes: Double
    /// The layers that the job's build made anew, in bytes; nil where that is not known.
    @Known var made: Double? = nil

    var kind: Kind { Kind(cell, cold: cold) }

    /// The increments of all jobs that do more than warm the worker, in the jobs' order.
    ///
    /// A job whose own sample is missing, or the sample of the job before it, has none: its growth cannot be told from its
    /// neighbour's. Nor has the first job on an engine.
    static func all(of jobs: [DiskObservation], by measure: DiskMeasure) -> [DiskIncrement] {
        zip(jobs, jobs.dropFirst()).compactMap { before, job in
            guard !job.warmup, let earlier = before.level, let level = job.level, earlier.ledger == level.ledger,
                let start = measure.bytes(of: earlier), let end = measure.bytes(of: level)
            else { return nil }
            return DiskIncrement(
                cell: job.cell, cold: job.cold, weight: job.weight, bytes: end - start, made: job.made)
        }
    }
}
