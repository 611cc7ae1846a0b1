/// What results can be exported as.
public enum ExportFormat: String, Sendable, CaseIterable {
    /// JUnit XML, for CI servers: a suite a scenario and configuration, a case a job.
    case junit
    /// Bencher Metric Format: medians with intervals, as JSON.
    case bmf
    /// What github-action-benchmark reads as `customSmallerIsBetter`: medians, as JSON.
    case githubActionBenchmark = "github-action-benchmark"
    /// OpenMetrics text, for a node exporter's textfile collector.
    case openmetrics
    /// A view of the database as RFC 4180 has it.
    case csv
    /// All records, a JSON object a line: what `plimsoll import` reads.
    case ndjson
}
