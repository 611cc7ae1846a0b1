import Model

/// What a run says of the disk that caching takes. All sizes in bytes.
struct DiskEvidence: Sendable, Equatable {
    /// One configuration over all its real fixtures, in the proportions of the real trace.
    struct Configuration: Sendable, Equatable {
        var name: String
        var growth: GrowthEstimate
        var days: [DaysToFull]
    }

    struct Point: Sendable, Equatable {
        /// The job's place among the run's jobs, from 1.
        var job: Int
        var level: DiskObservation.Level
    }

    /// The source of the disk figure that growth is measured by.
    var measure: DiskMeasure
    var jobs: Int
    /// How many of the jobs have a sample.
    var samples: Int
    /// How many samples were taken while something still changed.
    var unquiet: Int
    /// How long a sample took, on the median, in seconds.
    var seconds: Double
    /// The samples in the order of the jobs, thinned evenly where they are many.
    var points: [Point]
    var classes: [ClassGrowth]
    var configurations: [Configuration]
    /// How well the first two thirds predict the last; nil where the samples are too few.
    var check: GrowthCheck?
    /// The layers that all builds made, where that is known.
    var made: Double?
    /// By how much the bytes that the engine does not report grew from the first sample to the last of the same ledger; nil where
    /// the disk cannot be seen.
    var remainderGrowth: Double?
    /// What those bytes consisted of at the end, the largest part first; empty where that was not surveyed.
    var remainder: [RemainderRecord]
}

/// How jobs of one fixture and configuration grow the disk, by what their revisions changed.
struct ClassGrowth: Sendable, Equatable {
    var kind: DiskIncrement.Kind
    /// The growth of the disk a build, in bytes, what was removed taken off.
    var growth: GrowthEstimate
    /// The layers that a build makes anew, in bytes, on the mean; nil where no job of the kind has that figure.
    var made: Double?
}

/// For how many days a disk takes builds before it is full.
struct DaysToFull: Sendable, Equatable {
    /// The disk's size, in bytes.
    var disk: Double
    var buildsADay: Double
    /// The days; nil where the disk does not fill at the measured growth.
    var days: Double?
    /// The days at the ends of the growth's interval, the fewest first; nil where there is no interval. The most is infinite
    /// where the lower end of the growth does not fill the disk.
    var interval: ClosedRange<Double>?

    /// - Parameter used: what is used when the count begins, in bytes; a disk that is full already has 0 days.
    init(disk: Double, used: Double, growth: GrowthEstimate, buildsADay: Double) {
        self.disk = disk
        self.buildsADay = buildsADay
        let free = max(0, disk - used)
        func days(_ growth: Double) -> Double {
            if free == 0 { return 0 }
            return growth > 0 && buildsADay > 0 ? free / (growth * buildsADay) : .infinity
        }
        let middle = days(growth.mean)
        self.days = middle.isFinite ? middle : nil
        interval = growth.interval.map { days($0.upperBound)...days($0.lowerBound) }
    }
}

/// What the bytes that an engine does not report of its disk consist of, by whether their cause is known.
struct RemainderShares: Sendable, Equatable {
    /// Whole blocks and directories: what a filesystem takes to hold the layers' and volumes' files.
    var holding = 0.0
    /// What the engine and its builders keep for themselves: records, databases, logs.
    var records = 0.0
    /// Files of layers and volumes that the engine does not count; below 0 where it counts what is not there.
    var uncounted = 0.0
    /// The filesystem's own tables, and files that are removed but held open.
    var filesystem = 0.0
    /// What no engine makes.
    var foreign = 0.0

    var total: Double { holding + records + uncounted + filesystem + foreign }
    /// What is there without a file that explains it, without signs: nothing of it offsets anything else.
    var unexplained: Double { abs(uncounted) + abs(filesystem) + abs(foreign) }

    init?(_ survey: [RemainderRecord]) {
        guard !survey.isEmpty else { return nil }
        for part in survey {
            let bytes = Double(part.bytes)
            switch part.part {
            case "block_rounding", "directories": holding += bytes
            case "uncounted_content": uncounted += bytes
            case "filesystem": filesystem += bytes
            case "foreign": foreign += bytes
            default: records += bytes
            }
        }
    }
}
