import Store

/// The series of one group of jobs in the making.
struct GroupSeries {
    private let group: JobGroup
    private var columns: [MeasuredSeries]
    /// How many jobs failed that should not have.
    var failed = 0

    init(_ group: JobGroup) {
        self.group = group
        columns = (Metrics.timed + Metrics.counted).map { metric in
            MeasuredSeries(key: SeriesKey(metric: metric.id, of: group), metric: metric, values: [])
        }
    }

    /// Adds a job that succeeded.
    mutating func add(_ job: JobFigures, _ grown: (engine: Double?, remainder: Double?)) {
        var column = 0
        func put(_ value: Double?) {
            if let value { columns[column].append(value) }
            column += 1
        }
        // In the order of the catalogue.
        put(job.wall)
        put(job.overhead)
        put(job.queued)
        put(job.context)
        put(job.build)
        put(job.run)
        put(job.command)
        put(job.artifacts)
        put(job.cleanup)
        put(job.ownProcessor)
        put(job.ownWall)
        put(job.cached)
        put(job.cacheable.map { $0 - (job.cached ?? 0) })
        put(job.requests)
        put(job.contextBytes)
        put(job.artifactBytes)
        put(grown.engine)
        put(grown.remainder)
    }

    /// The series that have a value, of the metrics that are wanted. Waits that are all 0 are none: nothing had to wait.
    func series(_ isWanted: (Metric) -> Bool) -> [MeasuredSeries] {
        let measured = columns.filter { series in
            series.count > 0 && isWanted(series.metric) && !(series.metric.id == "queued_s" && series.constant == 0)
        }
        guard isWanted(Metrics.failedJobs) else { return measured }
        let failures = MeasuredSeries(
            key: SeriesKey(metric: Metrics.failedJobs.id, of: group), metric: Metrics.failedJobs,
            values: [Double(failed)])
        return measured + [failures]
    }
}
