import Foundation
import Model
import Statistics
import Store

/// A metric over the runs of a database, in order of time, with its steps.
package struct MetricHistory: Sendable {
    /// One run's values of a series.
    package struct Point: Sendable, Equatable {
        package var run: UUID
        package var startedAt: Date
        /// Plimsoll's version, and the commit that it was built from.
        package var tool: String
        /// How many values the run has.
        package var count: Int
        /// Their median; of a total the total.
        package var median: Double
        /// Their lower quartile.
        package var low: Double
        /// Their upper quartile.
        package var high: Double
    }

    /// A series over the runs that have it.
    package struct Line: Sendable, Equatable {
        package var key: SeriesKey
        /// The runs, the oldest first.
        package var points: [Point]
        /// Lasting moves of the medians: indices into `points`.
        package var steps: [StepDetection.Step]

        /// The median of the runs' medians; 0 where there is no run.
        package var median: Double { (try? Sample(points.map(\.median)))?.median ?? 0 }
    }

    package var metric: Metric
    package var terms: HistoryTerms
    /// Its series, by key.
    package var lines: [Line]
    /// How many runs that count were left out as not comparable with the newest one.
    package var unlike: Int
    /// How many runs were left out because they are excluded.
    package var excluded: Int

    /// Reads the history of a metric over all runs that count and are comparable with the newest one of their scenario.
    ///
    /// - Parameters:
    ///   - metric: its id.
    ///   - table: the known metrics.
    /// - Throws: `TrackingError`, `unknownMetric` where no run has values of it; `ResultsError`.
    package static func read(
        _ database: ResultsDatabase, metric id: String, filter: SeriesFilter = SeriesFilter(),
        terms: HistoryTerms = HistoryTerms(), metrics table: MetricTable = .standard
    ) throws -> MetricHistory {
        let all = try database.runs()
        var reader = HistoryReader(id: id, table: table, filter: filter, includesUnlike: terms.includesUnlike)
        // The newest first: the others must be comparable with it.
        for run in all.reversed() where run.excluded == nil { try reader.add(run, of: database) }
        guard let metric = reader.metric else {
            let names = reader.others.isEmpty ? table.ofEveryRun.map(\.id) : reader.others.sorted()
            throw TrackingError.unknown(metric: id, filter: filter, names: names, path: database.path)
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
        metric: String, filter: SeriesFilter, names: [String], path: String
    ) -> TrackingError {
        let beside = filter == SeriesFilter() ? "" : " in the jobs that were asked for"
        return TrackingError(
            .unknownMetric,
            "no run that counts in \(path) has values of \(metric)\(beside): there are \(names.joined(separator: ", "))"
        )
    }
}

/// The rules by which steps are found in a history.
package struct HistoryTerms: Sendable, Equatable {
    /// The probability that a series without any step shows one.
    package var level = 0.01
    /// The fewest runs between two steps, before the first and after the last.
    package var minimumSegment = 5
    package var seed: UInt64 = 1
    /// Whether runs count whose engine, host or scenario differ from the newest run's.
    package var includesUnlike = false

    package init() {}
}

/// Selects series of a metric: each value given must match; nil matches any.
package struct SeriesFilter: Sendable, Equatable {
    package var scenario: String?
    package var configuration: String?
    package var fixture: String?
    package var changeClass: ChangeClass?

    package init(
        scenario: String? = nil, configuration: String? = nil, fixture: String? = nil, changeClass: ChangeClass? = nil
    ) {
        self.scenario = scenario
        self.configuration = configuration
        self.fixture = fixture
        self.changeClass = changeClass
    }

    package func contains(_ key: SeriesKey) -> Bool {
        (scenario == nil || scenario == key.scenario) && (configuration == nil || configuration == key.configuration)
            && (fixture == nil || fixture == key.fixture) && (changeClass == nil || changeClass == key.changeClass)
    }
}
