import Model
import Store

/// What a run says of the disk that caching takes. All sizes in bytes.
struct StorageFindings: Sendable, Equatable {
    /// One configuration over all its real fixtures, in the proportions of the real trace.
    struct Configuration: Sendable, Equatable {
        /// Its name.
        var name: String
        /// The growth of the disk a build.
        var growth: GrowthEstimate
        /// How long disks last.
        var days: [DaysToFull]
    }

    /// A point of the chart.
    struct Point: Sendable, Equatable {
        /// The job's place among the run's jobs, from 1.
        var job: Int
        /// What the disk held after it.
        var level: DiskObservation.Level
    }

    /// By whose word growth is measured.
    var measure: DiskMeasure
    /// How many jobs there are.
    var jobs: Int
    /// How many of them have a sample.
    var samples: Int
    /// How many samples were taken while something still changed.
    var unquiet: Int
    /// How long a sample took, on the median, in seconds.
    var seconds: Double
    /// The samples in the order of the jobs, thinned evenly where they are many.
    var points: [Point]
    /// Growth by kind of job.
    var classes: [ClassGrowth]
    /// Growth a build by configuration.
    var configurations: [Configuration]
    /// How well the first two thirds foretell the last; nil where the samples are too few.
    var check: GrowthCheck?
    /// The layers that all builds made, where that is known.
    var made: Double?
    /// By how much the remainder grew from the first sample to the last of the same ledger; nil where the disk cannot be seen.
    var remainderGrowth: Double?
    /// What the remainder consisted of at the end, the largest part first; empty where that was not surveyed.
    var remainder: [RemainderRecord]
}
