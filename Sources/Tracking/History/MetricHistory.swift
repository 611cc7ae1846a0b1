import Foundation
import Model
import Statistics
import Store

/// A metric over the runs of a database, in order of time, with its steps.
package struct MetricHistory: Sendable {
    package struct Point: Sendable, Equatable {
        package let run: UUID
        package let startedAt: Date
        /// Plimsoll's version, and the commit that it was built from.
        package let tool: String
        package let count: Int
        /// Their median (of a total the total) and quartiles.
        package let median, low, high: Double
    }

    package struct Line: Sendable, Equatable {
        package let key: SeriesKey
        /// The oldest first.
        package let points: [Point]
        /// Lasting moves of the medians: indices into `points`.
        package let steps: [StepDetection.Step]
    }

    package let metric: Metric
    package let terms: HistoryTerms
    /// By key.
    package let lines: [Line]
    /// How many runs that count were left out as not comparable with the newest one.
    package let unlike: Int
    package let excluded: Int

    /// Reads the history of a metric over all runs that count and are comparable with the newest one of their scenario.
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
            let beside = filter == SeriesFilter() ? "" : " in the jobs that were asked for"
            throw TrackingError(
                .unknownMetric,
                "no run that counts in \(database.path) has values of \(id)\(beside): there are "
                    + names.joined(separator: ", "))
        }
        let lines = reader.lines.sorted { $0.key < $1.key }.map { key, points in
            Line(key: key, newestFirst: points, terms: terms)
        }
        return MetricHistory(
            metric: metric, terms: terms, lines: lines, unlike: reader.unlike,
            excluded: all.filter { $0.excluded != nil }.count)
    }
}

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
    let scenario, configuration, fixture: String?
    let changeClass: ChangeClass?

    package init(
        scenario: String? = nil, configuration: String? = nil, fixture: String? = nil, changeClass: ChangeClass? = nil
    ) {
        (self.scenario, self.configuration) = (scenario, configuration)
        (self.fixture, self.changeClass) = (fixture, changeClass)
    }

    package func contains(_ key: SeriesKey) -> Bool {
        (scenario == nil || scenario == key.scenario) && (configuration == nil || configuration == key.configuration)
            && (fixture == nil || fixture == key.fixture) && (changeClass == nil || changeClass == key.changeClass)
    }
}

/// Collects the points of a metric from run to run, the newest first.
struct HistoryReader {
    private let id: String
    private let table: MetricTable
    private let filter: SeriesFilter
    private var comparable: ComparableScenarios
    private(set) var metric: Metric?
    /// The points of each series, the newest first.
    private(set) var lines: [SeriesKey: [MetricHistory.Point]] = [:]
    private(set) var unlike = 0
    /// The metrics of the newest run that has any.
    private(set) var others: Set<String> = []

    init(id: String, table: MetricTable, filter: SeriesFilter, includesUnlike: Bool) {
        (self.id, self.table, self.filter) = (id, table, filter)
        comparable = ComparableScenarios(only: filter.scenario, includesUnlike: includesUnlike)
    }

    /// Adds a run that counts; it must be older than those before.
    mutating func add(_ run: RunSummary, of database: ResultsDatabase) throws {
        let scenarios = comparable.names(in: run)
        guard !scenarios.isEmpty else { return unlike += 1 }
        // Reads all metrics once, to suggest what a mistyped name could have meant.
        let seesAll = others.isEmpty
        let measured = try MeasuredRun.read(database, run: run.id, metrics: table) { [id] in seesAll || $0.id == id }
        if seesAll { others = Set(measured.series.keys.map(\.metric)) }
        for (key, series) in measured.series where key.metric == id && filter.contains(key) {
            guard scenarios.contains(key.scenario),
                let point = MetricHistory.Point(of: run, series.values)
            else { continue }
            metric = metric ?? series.metric
            lines[key, default: []].append(point)
        }
    }
}

extension MetricHistory.Point {
    /// The median and quartiles of a run's values; nil without any.
    init?(of run: RunSummary, _ values: [Double]) {
        guard let sample = try? Sample(values) else { return nil }
        self.init(
            run: run.id, startedAt: run.record.startedAt,
            tool: "\(run.record.toolVersion) (\(run.record.toolCommit))", count: sample.count, median: sample.median,
            low: sample.quantile(0.25) ?? sample.minimum, high: sample.quantile(0.75) ?? sample.maximum)
    }
}

extension MetricHistory.Line {
    /// A series from its points, the newest first, with its steps.
    init(key: SeriesKey, newestFirst points: [MetricHistory.Point], terms: HistoryTerms) {
        let points = Array(points.reversed())
        let detection = StepDetection(
            points.map(\.median), level: terms.level, minimumSegment: terms.minimumSegment, seed: terms.seed)
        self.init(key: key, points: points, steps: detection.steps)
    }
}
