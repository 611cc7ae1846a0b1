import Model
import Statistics
import Store

/// Collects the points of a metric from run to run, the newest first.
struct HistoryReader {
    private struct Reference {
        var run: RunSummary
        var hash: String
    }

    private let id: String
    private let table: MetricTable
    private let filter: SeriesFilter
    private let includesUnlike: Bool
    /// The newest run of each scenario.
    private var references: [String: Reference] = [:]
    /// The metric, once a run has it.
    private(set) var metric: Metric?
    /// The points of each series, the newest first.
    private(set) var lines: [SeriesKey: [MetricHistory.Point]] = [:]
    /// How many runs were left out as not comparable.
    private(set) var unlike = 0
    /// The metrics of the newest run that has any.
    private(set) var others: Set<String> = []

    init(id: String, table: MetricTable, filter: SeriesFilter, includesUnlike: Bool) {
        self.id = id
        self.table = table
        self.filter = filter
        self.includesUnlike = includesUnlike
    }

    /// Adds a run that counts; it must be older than those before.
    mutating func add(_ run: RunSummary, of database: ResultsDatabase) throws {
        let scenarios = scenariosAlike(run)
        if scenarios.isEmpty {
            unlike += 1
            return
        }
        // Reads all metrics once, to suggest what a mistyped name could have meant.
        let seesAll = others.isEmpty
        let measured = try MeasuredRun.read(database, run: run.id, metrics: table) { [id] in seesAll || $0.id == id }
        if seesAll { others = Set(measured.series.keys.map(\.metric)) }
        for (key, series) in measured.series where key.metric == id && filter.contains(key) {
            guard scenarios.contains(key.scenario), let sample = try? Sample(series.values) else { continue }
            metric = metric ?? series.metric
            lines[key, default: []].append(
                MetricHistory.Point(
                    run: run.id, startedAt: run.record.startedAt,
                    tool: "\(run.record.toolVersion) (\(run.record.toolCommit))", count: sample.count,
                    median: sample.median, low: sample.quantile(0.25) ?? sample.minimum,
                    high: sample.quantile(0.75) ?? sample.maximum))
        }
    }

    /// The run's scenarios in which it is comparable with the newest run of the same scenario.
    private mutating func scenariosAlike(_ run: RunSummary) -> Set<String> {
        var alike: Set<String> = []
        for entry in run.record.scenarios where filter.scenario == nil || filter.scenario == entry.name {
            guard let reference = references[entry.name] else {
                references[entry.name] = Reference(run: run, hash: entry.hash)
                alike.insert(entry.name)
                continue
            }
            let facts = Likeness(reference.run, run).differences.filter { $0.area != Likeness.scenarioArea }
            if includesUnlike || (reference.hash == entry.hash && facts.isEmpty) { alike.insert(entry.name) }
        }
        return alike
    }
}
