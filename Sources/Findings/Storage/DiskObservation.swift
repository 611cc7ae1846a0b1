import Foundation
import Records
import Results

/// One job, reduced to what the account of the disk looks at. All sizes in bytes.
public struct DiskObservation: Sendable, Equatable {
    /// What the disk held after a job.
    public struct Level: Sendable, Equatable {
        /// When its ledger was opened: only levels of one ledger can be compared.
        public var ledger: Date
        /// What the engine says it keeps.
        public var engine: Double
        /// What is used on disk; nil where that cannot be seen.
        public var filesystem: Double?
        /// What the disk holds beyond the engine's words and the baseline; nil where the disk cannot be seen.
        public var remainder: Double?
        /// Whether nothing changed while it was measured.
        public var quiet: Bool
        /// How long measuring it took, in seconds.
        public var seconds: Double
        /// The size of the engine's own filesystem; nil where it has none.
        public var capacity: Double?

        /// A level.
        public init(
            ledger: Date, engine: Double, filesystem: Double? = nil, remainder: Double? = nil, quiet: Bool = true,
            seconds: Double = 0, capacity: Double? = nil
        ) {
            self.ledger = ledger
            self.engine = engine
            self.filesystem = filesystem
            self.remainder = remainder
            self.quiet = quiet
            self.seconds = seconds
            self.capacity = capacity
        }
    }

    /// Its fixture and configuration.
    public var series: Series
    /// What its revision changed.
    public var changeClass: ChangeClass
    /// How much it counts when the trace is weighted back to its population.
    public var weight: Double
    /// Whether it only warmed the worker.
    public var warmup: Bool
    /// Whether it was told to build without the cache.
    public var cold: Bool
    /// The layers that its build made anew; nil where that is not known.
    public var made: Double?
    /// What the disk held after it; nil where there is no sample.
    public var level: Level?

    /// A job.
    public init(
        series: Series, changeClass: ChangeClass, weight: Double = 1, warmup: Bool = false, cold: Bool = false,
        made: Double? = nil, level: Level?
    ) {
        self.series = series
        self.changeClass = changeClass
        self.weight = weight
        self.warmup = warmup
        self.cold = cold
        self.made = made
        self.level = level
    }

    /// A job as the database has it.
    public init(_ sample: StoredSample) {
        self.init(
            series: Series(fixture: sample.fixture, configuration: sample.configuration),
            changeClass: sample.changeClass, weight: sample.weight, warmup: sample.warmup, cold: sample.cold,
            made: sample.madeBytes.map(Double.init), level: sample.disk.map(Level.init))
    }
}

extension DiskObservation.Level {
    fileprivate init(_ disk: DiskRecord) {
        self.init(
            ledger: disk.openedAt, engine: Double(disk.engine), filesystem: disk.filesystem.map(Double.init),
            remainder: disk.remainder.map(Double.init), quiet: disk.quiet, seconds: disk.seconds,
            capacity: disk.filesystemSize.map(Double.init))
    }
}
