import Foundation
import Results

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
    /// - Parameter metrics: the ids of the metrics that are wanted; nil: all.
    /// - Throws: `ResultsError`, `unknownRun` where the database has no such run.
    public static func read(
        _ database: ResultsDatabase, run: UUID, metrics: Set<String>? = nil
    ) throws -> MeasuredRun {
        try MeasuredRunReader(database: database, run: run, metrics: metrics).read()
    }
}
