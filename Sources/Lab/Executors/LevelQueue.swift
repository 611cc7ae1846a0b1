import Model

/// What waits for the executors of a level: jobs in the order in which they begin, each at its time.
actor LevelQueue {
    private var jobs: ArraySlice<PlannedJob>
    private let began: ContinuousClock.Instant
    /// The mean time between two arrivals; nil where the next job is always there.
    private let interval: Duration?
    private let isStopped: @Sendable () -> Bool

    init(
        _ jobs: [PlannedJob], began: ContinuousClock.Instant, interval: Duration?,
        isStopped: @escaping @Sendable () -> Bool
    ) {
        self.jobs = jobs[...]
        self.began = began
        self.interval = interval
        self.isStopped = isStopped
    }

    /// The next job for an executor that is free, when it has arrived; nil when there is none, or no more are to begin.
    ///
    /// Executors that wait stand in for jobs to come: each has one, so that jobs begin in the order of their arrival.
    /// Nor does one begin after cancellation.
    func next() async -> (job: PlannedJob, intended: ContinuousClock.Instant?)? {
        guard !isStopped(), let job = jobs.popFirst() else { return nil }
        guard let interval, let arrival = job.arrival else { return (job, nil) }
        let intended = began + interval * arrival
        try? await Task.sleep(until: intended, clock: .continuous)
        return isStopped() || Task.isCancelled ? nil : (job, intended)
    }

    /// How long ago the level began, in seconds.
    var age: Double { (ContinuousClock.now - began).seconds }

    /// Lets no more jobs begin.
    func close() {
        jobs = []
    }
}
