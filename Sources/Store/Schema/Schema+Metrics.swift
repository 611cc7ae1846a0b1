extension Schema {
    /// A row for each job and metric: what stands in columns of the job, its disk and its steps, and all points of jobs. Failed jobs
    /// and leaks are no metrics of a single job.
    static let metricView = "CREATE VIEW metric_view AS\n" + metricRows.joined(separator: "\nUNION ALL\n")

    private static let metricRows =
        columnMetrics.map { metricRow($0.id, unit: $0.unit, value: $0.value) }
        + [
            metricRow("engine_grown_bytes", unit: "byte", value: "grown.bytes", from: grown(engineBytes)),
            metricRow(
                "remainder_grown_bytes", unit: "byte", value: "grown.bytes",
                from: grown("disk.filesystem_bytes - disk.baseline_bytes - (\(engineBytes))")),
            """
            SELECT \(metricJob),
                series.name AS metric, series.unit AS unit, point.value AS value
            FROM series
            JOIN point ON point.series = series.id
            JOIN job ON job.id = point.job
            JOIN run ON run.id = job.run
            JOIN configuration ON configuration.id = job.configuration
            """,
        ]

    private static let columnMetrics: [(id: String, unit: String, value: String)] = [
        ("wall_s", "s", "job.wall_s"), ("overhead_s", "s", "job.wall_s - job.command_s"),
        ("queued_s", "s", "job.queued_s"), ("context_s", "s", "job.context_s"), ("build_s", "s", "job.build_s"),
        ("run_s", "s", "job.run_s"), ("command_s", "s", "job.command_s"), ("artifacts_s", "s", "job.artifacts_s"),
        ("cleanup_s", "s", "job.cleanup_s"), ("own_cpu_s", "s", "job.own_cpu_s"),
        ("own_wall_s", "s", "job.own_wall_s"), ("requests", "request", "job.requests"),
        ("hits", "step", "(SELECT sum(cached) \(cacheableSteps))"),
        ("misses", "step", "(SELECT sum(NOT cached) \(cacheableSteps))"),
        ("context_bytes", "byte", "job.context_bytes"), ("artifact_bytes", "byte", "job.artifact_bytes"),
    ]

    private static let metricJob = """
        run.uuid AS run, job.id AS job, job.scenario AS scenario, configuration.name AS configuration,
            job.fixture AS fixture, job.change_class AS change_class, job.warmup AS warmup, job.cold AS cold,
            job.outcome AS outcome
        """

    private static let engineBytes = "disk.image_bytes + disk.container_bytes + disk.volume_bytes + disk.cache_bytes"

    private static let cacheableSteps = "FROM step WHERE step.job = job.id AND cacheable = 1 AND error IS NULL"

    /// By how much an expression over samples of the disk grew since the sample before of the same ledger.
    private static func grown(_ expression: String) -> String {
        """
        JOIN (
            SELECT disk.job AS job,
                \(expression)
                - lag(\(expression)) OVER (PARTITION BY job.run, disk.opened_ms ORDER BY disk.job) AS bytes
            FROM disk
            JOIN job ON job.id = disk.job
        ) AS grown ON grown.job = job.id
        """
    }

    private static func metricRow(_ metric: String, unit: String, value: String, from more: String? = nil) -> String {
        """
        SELECT \(metricJob),
            '\(metric)' AS metric, '\(unit)' AS unit, \(value) AS value
        FROM job
        JOIN run ON run.id = job.run
        JOIN configuration ON configuration.id = job.configuration\(more.map { "\n\($0)" } ?? "")
        WHERE \(value) IS NOT NULL
        """
    }
}
