import Records
import Results

/// What a run says of the disk that caching takes. All sizes in bytes.
public struct StorageFindings: Sendable, Equatable {
    /// One configuration over all its real fixtures, in the proportions of the real trace.
    public struct Configuration: Sendable, Equatable {
        /// Its name.
        public var name: String
        /// The growth of the disk a build.
        public var growth: GrowthEstimate
        /// How long disks last.
        public var days: [DaysToFull]
    }

    /// A point of the chart.
    public struct Point: Sendable, Equatable {
        /// The job's place among the run's jobs, from 1.
        public var job: Int
        /// What the disk held after it.
        public var level: DiskObservation.Level

        /// A point.
        public init(job: Int, level: DiskObservation.Level) {
            self.job = job
            self.level = level
        }
    }

    /// By whose word growth is measured.
    public var measure: DiskMeasure
    /// How many jobs there are.
    public var jobs: Int
    /// How many of them have a sample.
    public var samples: Int
    /// How many samples were taken while something still changed.
    public var unquiet: Int
    /// How long a sample took, on the median, in seconds.
    public var seconds: Double
    /// The samples in the order of the jobs, thinned evenly where they are many.
    public var points: [Point]
    /// Growth by kind of job.
    public var classes: [ClassGrowth]
    /// Growth a build by configuration.
    public var configurations: [Configuration]
    /// How well the first two thirds foretell the last; nil where the samples are too few.
    public var check: GrowthCheck?
    /// The layers that all builds made, where that is known.
    public var made: Double?
    /// By how much the remainder grew from the first sample to the last of the same ledger; nil where the disk cannot be seen.
    public var remainderGrowth: Double?
    /// What the remainder consisted of at the end, the largest part first; empty where that was not surveyed.
    public var remainder: [RemainderRecord]
}
