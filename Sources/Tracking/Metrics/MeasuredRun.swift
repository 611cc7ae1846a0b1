import Foundation
import Statistics
import Store

/// A run as comparisons see it: what is known of it, and its series.
public struct MeasuredRun: Sendable {
    /// The run.
    public var run: RunSummary
    /// Its series, by their keys.
    public var series: [SeriesKey: MeasuredSeries]

    /// A run of these series; of two with one key the later counts.
    public init(run: RunSummary, series: [MeasuredSeries]) {
        self.run = run
        self.series = Dictionary(series.map { ($0.key, $0) }) { $1 }
    }

    /// Reads a run's series: without warm-ups, and of jobs that succeeded; how many failed that should not have is a series of its
    /// own. Rows are read as they come, and only their figures are kept.
    ///
    /// - Parameter wanted: which metrics are; by itself all.
    /// - Throws: `ResultsError`, `unknownRun` where the database has no such run.
    public static func read(
        _ database: ResultsDatabase, run: UUID, wanted: @escaping (Metric) -> Bool = { _ in true }
    ) throws -> MeasuredRun {
        try MeasuredRunReader(database: database, run: run, isWanted: wanted).read()
    }

    /// The same with one value, the median, in place of all values of a time.
    var condensed: MeasuredRun {
        MeasuredRun(
            run: run,
            series: series.values.map { series in
                guard series.metric.kind == .timed, let sample = try? Sample(series.values) else { return series }
                return MeasuredSeries(key: series.key, metric: series.metric, values: [sample.median])
            })
    }
}
