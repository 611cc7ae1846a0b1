import Model
import Store

/// Collects nights and the points of their cells, the newest first.
struct NightsReader {
    private let ids: [String]
    private let table: MetricTable
    private let filter: SeriesFilter
    private var comparable: ComparableScenarios
    private var metrics: [String: Metric] = [:]
    private var lines: [SeriesKey: [MetricHistory.Point]] = [:]
    private(set) var nights: [PastNight] = []
    private(set) var unlike = 0

    init(ids: [String], table: MetricTable, filter: SeriesFilter, includesUnlike: Bool) {
        (self.ids, self.table, self.filter) = (ids, table, filter)
        comparable = ComparableScenarios(only: filter.scenario, includesUnlike: includesUnlike)
    }

    /// Adds a run that counts; it must be older than those before.
    mutating func add(_ run: RunSummary, of database: ResultsDatabase) throws {
        let scenarios = comparable.names(in: run)
        guard !scenarios.isEmpty else { return unlike += 1 }
        let measured = try MeasuredRun.read(database, run: run.id, metrics: table) { [ids] in
            ids.contains($0.id) || PastNight.needs($0)
        }
        let series = measured.series.values.filter { filter.contains($0.key) }
        nights.append(PastNight(run, series))
        add(series.filter { ids.contains($0.metric.id) && scenarios.contains($0.key.scenario) }, of: run)
    }

    /// The history of each metric that was measured, in the order of the ids.
    func histories(terms: HistoryTerms, excluded: Int) -> [MetricHistory] {
        let byMetric = Dictionary(grouping: lines, by: \.key.metric)
        return ids.compactMap { id in
            guard let metric = metrics[id], let lines = byMetric[id] else { return nil }
            let sorted = lines.sorted { $0.key < $1.key }.map {
                MetricHistory.Line(key: $0.key, newestFirst: $0.value, terms: terms)
            }
            return MetricHistory(metric: metric, terms: terms, lines: sorted, unlike: unlike, excluded: excluded)
        }
    }

    /// Pools the series over change classes, and adds a point of each cell.
    private mutating func add(_ series: [MeasuredSeries], of run: RunSummary) {
        var pooled: [SeriesKey: [Double]] = [:]
        for one in series {
            var key = one.key
            key.changeClass = nil
            metrics[key.metric] = metrics[key.metric] ?? one.metric
            pooled[key, default: []] += one.values
        }
        for (key, values) in pooled {
            let isTotal = metrics[key.metric]?.isTotal == true
            guard let point = MetricHistory.Point(of: run, isTotal ? [values.reduce(0, +)] : values) else { continue }
            lines[key, default: []].append(point)
        }
    }
}
