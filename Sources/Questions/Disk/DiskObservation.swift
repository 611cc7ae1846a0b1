import Foundation
import Model
import Store

/// One job, reduced to what the account of the disk looks at. All sizes in bytes.
///
/// A million of them are held at once: names are shared, and what may be missing takes no more than a number.
struct DiskObservation: Sendable, Equatable {
    /// What the disk held after a job.
    struct Level: Sendable, Equatable {
        /// When its ledger was opened: only levels of one ledger can be compared.
        var ledger: Date
        /// What the engine says it keeps.
        var engine: Double
        private var knownFilesystem: Known
        private var knownRemainder: Known
        /// How long measuring it took, in seconds.
        var seconds: Double
        /// Whether nothing changed while it was measured.
        var quiet: Bool

        init(
            ledger: Date, engine: Double, filesystem: Double? = nil, remainder: Double? = nil, quiet: Bool = true,
            seconds: Double = 0
        ) {
            self.ledger = ledger
            self.engine = engine
            knownFilesystem = Known(filesystem)
            knownRemainder = Known(remainder)
            self.quiet = quiet
            self.seconds = seconds
        }

        /// What is used on disk; nil where that cannot be seen.
        var filesystem: Double? {
            get { knownFilesystem.value }
            set { knownFilesystem.value = newValue }
        }

        /// Used bytes that the engine does not report, beyond the baseline; nil where the disk cannot be seen.
        var remainder: Double? {
            get { knownRemainder.value }
            set { knownRemainder.value = newValue }
        }
    }

    private(set) var shared: SharedSeries
    private var knownMade: Known
    /// How much it counts when the trace is weighted back to its population.
    var weight: Double
    /// What the disk held after it; nil where there is no sample.
    var level: Level?
    /// What its revision changed.
    var changeClass: ChangeClass
    /// Whether it only warmed the worker.
    var warmup: Bool
    /// Whether it was told to build without the cache.
    var cold: Bool

    init(
        series: Series, changeClass: ChangeClass, weight: Double = 1, warmup: Bool = false, cold: Bool = false,
        made: Double? = nil, level: Level?
    ) {
        shared = SharedSeries(series)
        self.changeClass = changeClass
        self.weight = weight
        self.warmup = warmup
        self.cold = cold
        knownMade = Known(made)
        self.level = level
    }

    /// A job as the database has it.
    ///
    /// - Parameter series: its names, where many jobs share them.
    init(_ sample: StoredSample, series: SharedSeries? = nil) {
        shared = series ?? SharedSeries(Series(fixture: sample.fixture, configuration: sample.configuration))
        changeClass = sample.changeClass
        weight = sample.weight
        warmup = sample.warmup
        cold = sample.cold
        knownMade = Known(sample.madeBytes.map(Double.init))
        level = sample.disk.map(Level.init)
    }

    /// Its fixture and configuration.
    var series: Series {
        get { shared.series }
        set { shared = SharedSeries(newValue) }
    }

    /// The layers that its build made anew; nil where that is not known.
    var made: Double? { knownMade.value }
}

extension DiskObservation.Level {
    fileprivate init(_ disk: DiskRecord) {
        self.init(
            ledger: disk.openedAt, engine: Double(disk.engine), filesystem: disk.filesystem.map(Double.init),
            remainder: disk.remainder.map(Double.init), quiet: disk.quiet, seconds: disk.seconds)
    }
}

/// The source of the disk figure.
enum DiskMeasure: Sendable {
    /// The disk: what fills it.
    case filesystem
    /// The engine, where the disk cannot be seen.
    case engine

    /// The level by this measure, in bytes; nil where it is not known.
    func bytes(of level: DiskObservation.Level) -> Double? {
        switch self {
        case .filesystem: level.filesystem
        case .engine: level.engine
        }
    }

    /// The better measure that every sample has.
    static func best(for jobs: [DiskObservation]) -> DiskMeasure {
        jobs.allSatisfy { $0.level.map { $0.filesystem != nil } ?? true } ? .filesystem : .engine
    }
}

/// By how much a disk grew from one job's sample to the next job's.
struct DiskIncrement: Sendable, Equatable {
    /// What jobs must have in common to grow the disk alike.
    struct Kind: Sendable, Hashable, Comparable {
        private let shared: SharedSeries
        /// What the revision changed.
        var changeClass: ChangeClass
        /// Whether the build was told to do without the cache.
        var cold: Bool

        init(_ job: DiskObservation) {
            shared = job.shared
            changeClass = job.changeClass
            cold = job.cold
        }

        init(series: Series, changeClass: ChangeClass, cold: Bool) {
            shared = SharedSeries(series)
            self.changeClass = changeClass
            self.cold = cold
        }

        /// The fixture and the configuration.
        var series: Series { shared.series }

        /// By series, then by class, builds without the cache last.
        static func < (left: Self, right: Self) -> Bool {
            (left.series, left.changeClass, left.cold ? 1 : 0) < (right.series, right.changeClass, right.cold ? 1 : 0)
        }
    }

    /// What kind of job it was.
    var kind: Kind
    /// How much the job counts when the trace is weighted back to its population.
    var weight: Double
    /// The growth in bytes; below 0 where more was removed than made.
    var bytes: Double
    private var knownMade: Known

    init(kind: Kind, weight: Double = 1, bytes: Double, made: Double? = nil) {
        self.kind = kind
        self.weight = weight
        self.bytes = bytes
        knownMade = Known(made)
    }

    /// The layers that the job's build made anew, in bytes; nil where that is not known.
    var made: Double? { knownMade.value }

    /// The increments of all jobs that do more than warm the worker, in the jobs' order.
    ///
    /// A job whose own sample is missing, or the sample of the job before it, has none: its growth cannot be told from its
    /// neighbour's. Nor has the first job on an engine.
    static func all(of jobs: [DiskObservation], by measure: DiskMeasure) -> [DiskIncrement] {
        zip(jobs, jobs.dropFirst()).compactMap { before, job in
            guard !job.warmup, let earlier = before.level, let level = job.level, earlier.ledger == level.ledger,
                let start = measure.bytes(of: earlier), let end = measure.bytes(of: level)
            else { return nil }
            return DiskIncrement(kind: Kind(job), weight: job.weight, bytes: end - start, made: job.made)
        }
    }
}
