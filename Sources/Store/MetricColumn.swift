/// The expression over the database's columns that gives a metric of jobs. Metrics that jobs record as points have none.
///
/// A new metric needs a line here and one in `MetricTable`, and a new migration that makes `metric_view` anew: the text of
/// older ones (`Schema.metricView8`) is never edited.
struct MetricColumn {
    /// What the expression is over.
    enum Source {
        /// A job's row.
        case job
        /// A job's sample of the disk: the metric is how much the expression grew since the ledger's sample before.
        case growth
        /// All of a job's steps that can come from the cache and did not fail: an aggregate.
        case steps
    }

    let id: String
    let source: Source
    let sql: String

    static let all = [
        MetricColumn(id: "wall_s", source: .job, sql: "job.wall_s"),
        MetricColumn(id: "overhead_s", source: .job, sql: "job.wall_s - job.command_s"),
        MetricColumn(id: "queued_s", source: .job, sql: "job.queued_s"),
        MetricColumn(id: "context_s", source: .job, sql: "job.context_s"),
        MetricColumn(id: "build_s", source: .job, sql: "job.build_s"),
        MetricColumn(id: "run_s", source: .job, sql: "job.run_s"),
        MetricColumn(id: "command_s", source: .job, sql: "job.command_s"),
        MetricColumn(id: "artifacts_s", source: .job, sql: "job.artifacts_s"),
        MetricColumn(id: "cleanup_s", source: .job, sql: "job.cleanup_s"),
        MetricColumn(id: "own_cpu_s", source: .job, sql: "job.own_cpu_s"),
        MetricColumn(id: "own_wall_s", source: .job, sql: "job.own_wall_s"),
        MetricColumn(id: "requests", source: .job, sql: "job.requests"),
        MetricColumn(id: "hits", source: .steps, sql: "sum(cached)"),
        MetricColumn(id: "misses", source: .steps, sql: "count(*) - sum(cached)"),
        MetricColumn(id: "context_bytes", source: .job, sql: "job.context_bytes"),
        MetricColumn(id: "artifact_bytes", source: .job, sql: "job.artifact_bytes"),
        MetricColumn(id: "engine_grown_bytes", source: .growth, sql: engineBytes),
        MetricColumn(
            id: "remainder_grown_bytes", source: .growth,
            sql: "disk.filesystem_bytes - disk.baseline_bytes - (\(engineBytes))"),
    ]

    private static let engineBytes = "disk.image_bytes + disk.container_bytes + disk.volume_bytes + disk.cache_bytes"
}
