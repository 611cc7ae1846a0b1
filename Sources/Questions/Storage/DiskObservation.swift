import Foundation
import Model
import Store

/// One job, reduced to what the account of the disk looks at. All sizes in bytes.
struct DiskObservation: Sendable, Equatable {
    /// What the disk held after a job.
    struct Level: Sendable, Equatable {
        /// When its ledger was opened: only levels of one ledger can be compared.
        var ledger: Date
        /// What the engine says it keeps.
        var engine: Double
        private var knownFilesystem: Known
        private var knownRemainder: Known
        private var knownCapacity: Known
        /// How long measuring it took, in seconds.
        var seconds: Double
        /// Whether nothing changed while it was measured.
        var quiet: Bool

        /// A level.
        init(
            ledger: Date, engine: Double, filesystem: Double? = nil, remainder: Double? = nil, quiet: Bool = true,
            seconds: Double = 0, capacity: Double? = nil
        ) {
            self.ledger = ledger
            self.engine = engine
            knownFilesystem = Known(filesystem)
            knownRemainder = Known(remainder)
            knownCapacity = Known(capacity)
            self.quiet = quiet
            self.seconds = seconds
        }

        /// What is used on disk; nil where that cannot be seen.
        var filesystem: Double? {
            get { knownFilesystem.value }
            set { knownFilesystem.value = newValue }
        }

        /// What the disk holds beyond the engine's words and the baseline; nil where the disk cannot be seen.
        var remainder: Double? {
            get { knownRemainder.value }
            set { knownRemainder.value = newValue }
        }

        /// The size of the engine's own filesystem; nil where it has none.
        var capacity: Double? {
            get { knownCapacity.value }
            set { knownCapacity.value = newValue }
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

    /// A job.
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
    init(_ sample: StoredSample) {
        self.init(
            sample, series: SharedSeries(Series(fixture: sample.fixture, configuration: sample.configuration)))
    }

    /// A job as the database has it, of a series whose names are kept once.
    init(_ sample: StoredSample, series: SharedSeries) {
        shared = series
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
            remainder: disk.remainder.map(Double.init), quiet: disk.quiet, seconds: disk.seconds,
            capacity: disk.filesystemSize.map(Double.init))
    }
}
