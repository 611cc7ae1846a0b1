import Model

/// By how much a disk grew from one job's sample to the next job's.
struct DiskIncrement: Sendable, Equatable {
    /// What jobs must have in common to grow the disk alike.
    struct Kind: Sendable, Hashable {
        private let shared: SharedSeries
        /// What the revision changed.
        var changeClass: ChangeClass
        /// Whether the build was told to do without the cache.
        var cold: Bool

        /// The kind of a job.
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
    }

    /// What kind of job it was.
    var kind: Kind
    /// How much the job counts when the trace is weighted back to its population.
    var weight: Double
    /// The growth in bytes; below 0 where more was removed than made.
    var bytes: Double
    private var knownMade: Known

    /// An increment.
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
            return DiskIncrement(
                kind: Kind(job), weight: job.weight, bytes: end - start, made: job.made)
        }
    }
}
