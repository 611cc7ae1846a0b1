import Foundation
import Statistics
import Store

/// A metric over the runs of a database, in the order of time, with the steps that it took.
public struct MetricHistory: Sendable {
    /// What one run has of a series.
    public struct Point: Sendable, Equatable {
        /// The run.
        public var run: UUID
        /// When it began.
        public var startedAt: Date
        /// Plimsoll's version, and the commit that it was built from.
        public var tool: String
        /// How many values the run has.
        public var count: Int
        /// Their median; of a total the total.
        public var median: Double
        /// Their lower quartile.
        public var low: Double
        /// Their upper quartile.
        public var high: Double
    }

    /// A series over the runs that have it.
    public struct Line: Sendable, Equatable {
        /// What it is of.
        public var key: SeriesKey
        /// The runs, the oldest first.
        public var points: [Point]
        /// Where the medians moved and stayed: indices into `points`.
        public var steps: [StepDetection.Step]

        /// The median of the runs' medians; 0 where there is no run.
        public var median: Double { (try? Sample(points.map(\.median)))?.median ?? 0 }
    }

    /// The metric.
    public var metric: Metric
    /// The rules.
    public var terms: HistoryTerms
    /// Its series, by key.
    public var lines: [Line]
    /// How many runs that count were left out as unlike the newest one.
    public var unlike: Int
    /// How many runs were left out because they are excluded.
    public var excluded: Int

    /// Reads the history of a metric: of all runs that count and are like the newest one of their scenario.
    ///
    /// - Parameter metric: its id.
    /// - Throws: `TrackingError`, `unknownMetric` where no run has values of it; `ResultsError`.
    public static func read(
        _ database: ResultsDatabase, metric id: String, filter: SeriesFilter = SeriesFilter(),
        terms: HistoryTerms = HistoryTerms()
    ) throws -> MetricHistory {
        let all = try database.runs()
        var reader = HistoryReader(id: id, filter: filter, includesUnlike: terms.includesUnlike)
        // The newest first: it is what the others are to be like.
        for run in all.reversed() where run.excluded == nil { try reader.add(run, of: database) }
        guard let metric = reader.metric else {
            throw TrackingError.unknown(metric: id, filter: filter, others: reader.others, path: database.path)
        }
        let lines = reader.lines.keys.sorted().map { key in
            let points = Array((reader.lines[key] ?? []).reversed())
            let detection = StepDetection(
                points.map(\.median), level: terms.level, minimumSegment: terms.minimumSegment, seed: terms.seed)
            return Line(key: key, points: points, steps: detection.steps)
        }
        return MetricHistory(
            metric: metric, terms: terms, lines: lines, unlike: reader.unlike,
            excluded: all.filter { $0.excluded != nil }.count)
    }
}

extension TrackingError {
    fileprivate static func unknown(
        metric: String, filter: SeriesFilter, others: Set<String>, path: String
    ) -> TrackingError {
        let names = others.isEmpty ? Metrics.all.map(\.id) : others.sorted()
        let beside = filter == SeriesFilter() ? "" : " in the jobs that were asked for"
        return TrackingError(
            .unknownMetric,
            "no run that counts in \(path) has values of \(metric)\(beside): there are \(names.joined(separator: ", "))"
        )
    }
}
