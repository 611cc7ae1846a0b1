import Model
import Store

/// The runs of a database in order of time, with the history of several metrics. Each run is read once for all of them.
///
/// A series is a cell: a fixture in a configuration. Its value in a night is the median over all jobs of that cell, of
/// whatever change class; jobs that were told to build without the cache are a series of their own.
package struct Nights: Sendable {
    /// What a night is judged by first.
    package static let primaryMetrics = [
        "wall_s", "build_s", "command_s", "overhead_s", "hits", "misses", "engine_grown_bytes", "image_bytes",
    ]

    /// The oldest first; at least one.
    package let nights: [PastNight]
    /// One a metric that was measured, in the order asked for.
    package let histories: [MetricHistory]
    package let terms: HistoryTerms
    /// How many runs that count were left out as not comparable with the newest one.
    package let unlike: Int
    package let excluded: Int

    /// Reads all runs that count and are comparable with the newest one of their scenario.
    /// - Parameter metric: shows only this one; nil shows the primary metrics.
    /// - Throws: `TrackingError`: `noRun`; `unknownMetric` or `nothingInCommon` where no run has values of what was
    ///   asked for; `ResultsError`.
    package static func read(
        _ database: ResultsDatabase, metric: String? = nil, filter: SeriesFilter = SeriesFilter(),
        terms: HistoryTerms = HistoryTerms(), metrics table: MetricTable = .standard
    ) throws -> Nights {
        let all = try database.runs()
        let counted = all.filter { $0.excluded == nil }
        guard !counted.isEmpty else { throw TrackingError.noRun(in: database.path) }
        let ids = metric.map { [$0] } ?? primaryMetrics
        var reader = NightsReader(ids: ids, table: table, filter: filter, includesUnlike: terms.includesUnlike)
        // The newest first: the others must be comparable with it.
        for run in counted.reversed() { try reader.add(run, of: database) }
        let excluded = all.count - counted.count
        let histories = reader.histories(terms: terms, excluded: excluded)
        let isNarrowed = metric != nil || filter != SeriesFilter()
        guard !reader.nights.isEmpty, !(histories.isEmpty && isNarrowed) else {
            throw nothing(of: metric, in: database.path)
        }
        return Nights(
            nights: reader.nights.reversed(), histories: histories, terms: terms, unlike: reader.unlike,
            excluded: excluded)
    }

    private static func nothing(of metric: String?, in path: String) -> TrackingError {
        guard let metric else {
            return TrackingError(
                .nothingInCommon,
                "no run that counts in \(path) has a primary metric of the jobs that were asked for: "
                    + "`plimsoll history wall_s` lists the series that there are")
        }
        return TrackingError(
            .unknownMetric,
            "no run that counts in \(path) has values of \(metric) in the jobs that were asked for: "
                + "`plimsoll history \(metric)` lists the known names")
    }

    /// The series of more than one night, by scenario and metric; scenarios and metrics without any are left out.
    var drawn: [(scenario: String, histories: [MetricHistory])] {
        let scenarios = Set(histories.flatMap { $0.lines.map(\.key.scenario) }).sorted()
        return scenarios.compactMap { scenario in
            let some = histories.compactMap { history in
                history.keeping { $0.key.scenario == scenario && $0.points.count > 1 }
            }
            return some.isEmpty ? nil : (scenario, some)
        }
    }

    /// The series of a single night.
    var singles: [SeriesKey] { histories.flatMap(\.lines).filter { $0.points.count == 1 }.map(\.key) }

    /// The steps of all series: the newest first, of one night the largest.
    var steps: [NightStep] {
        let byRun = Dictionary(nights.map { ($0.run.id, $0) }) { first, _ in first }
        let steps = histories.flatMap { history in
            history.lines.flatMap { line in
                line.steps.compactMap { step in
                    byRun[line.points[step.index].run].map {
                        NightStep(metric: history.metric, key: line.key, step: step, night: $0)
                    }
                }
            }
        }
        // Equal ones in the order of the metrics and series.
        return steps.enumerated().sorted {
            let (first, second) = ($0.element, $1.element)
            if first.startedAt != second.startedAt { return first.startedAt > second.startedAt }
            return first.size == second.size ? $0.offset < $1.offset : first.size > second.size
        }.map(\.element)
    }
}

extension MetricHistory {
    /// The same with some of its lines; nil where none is left.
    fileprivate func keeping(_ isKept: (Line) -> Bool) -> MetricHistory? {
        let kept = lines.filter(isKept)
        guard !kept.isEmpty else { return nil }
        return MetricHistory(metric: metric, terms: terms, lines: kept, unlike: unlike, excluded: excluded)
    }
}
