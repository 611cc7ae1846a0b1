import Foundation
import Model
import Statistics
import Store

/// The figures of a run for exports: the medians of its jobs' metrics.
///
/// Only jobs that succeeded and are no warm-ups count. Jobs outside the trace (of weight 0, such as pairs with a direct
/// run) are left out too. Cold jobs are the exception: they are kept, in groups of their own.
struct ExportFigures: Sendable {
    struct Figure: Sendable {
        let group: JobGroup
        let metric: Metric
        /// The metric's name and description in exports.
        let name, words: String
        let median: Double
        /// Of the median, at 95 %, between order statistics; nil for fewer than 6 jobs.
        let interval: Interval?
        /// The 95th percentile; nil for fewer than 20 jobs.
        let high: Double?
        let count: Int

        /// Whether it is in seconds; the others are counts.
        var isTime: Bool { metric.kind == .timed }
    }

    /// With fewer values the 95th percentile is hardly more than the largest value.
    private static let fewestForHigh = 20

    let run: RunSummary
    let metrics: [Metric]
    /// By metric, then group.
    let figures: [Figure]
    /// Numbers of jobs but warm-ups, by scenario, configuration and outcome.
    private(set) var outcomes: [[String]: Int] = [:]
    /// Numbers of jobs but warm-ups whose cleanup failed, by scenario and configuration, including those where it is 0.
    private(set) var failedCleanups: [[String]: Int] = [:]

    init(of run: RunSummary, in database: ResultsDatabase, _ table: MetricTable = .standard) throws {
        self.run = run
        metrics = table.metrics.filter { $0.export != nil }
        let columns = metrics.filter(\.isColumn)
        // For each column metric, by the index of the group.
        var measured = [[[Double]]](repeating: [], count: columns.count)
        var groups = JobGroups()
        var (outcomes, failedCleanups): ([[String]: Int], [[String]: Int]) = ([:], [:])
        try database.forEachJob(run: run.id, including: [.metrics(columns)]) { job in
            let known = groups.all.count
            let group = groups.number(of: job)
            if group == known { for place in columns.indices { measured[place].append([]) } }
            guard !job.warmup else { return }
            let cell = [job.cell.scenario, job.cell.configuration]
            outcomes[cell + [job.outcome.rawValue], default: 0] += 1
            failedCleanups[cell, default: 0] += job.rarities.cleanupFailure == nil ? 0 : 1
            guard job.outcome == .succeeded, job.weight > 0 || job.cold else { return }
            for place in columns.indices {
                if let value = job.metric(place), value.isFinite { measured[place][group].append(value) }
            }
        }
        var values: [String: [JobGroup: [Double]]] = [:]
        for (metric, ofGroups) in zip(columns, measured) {
            values[metric.id] = Dictionary(uniqueKeysWithValues: zip(groups.all, ofGroups))
        }
        if columns.count < metrics.count {
            let points = Set(metrics.filter { !$0.isColumn }.map(\.id))
            try database.forEachJobPoint(run: run.id) { point in
                guard points.contains(point.series), point.value.isFinite, point.weight > 0 || point.group.cold
                else { return }
                values[point.series, default: [:]][point.group, default: []].append(point.value)
            }
        }
        figures = try metrics.flatMap { try Self.figures(of: $0, values[$0.id, default: [:]]) }
        (self.outcomes, self.failedCleanups) = (outcomes, failedCleanups)
    }

    private static func figures(of metric: Metric, _ groups: [JobGroup: [Double]]) throws -> [Figure] {
        guard let export = metric.export else { return [] }
        return try groups.filter { !$0.value.isEmpty }.sorted { $0.key.parts.lexicographicallyPrecedes($1.key.parts) }
            .map { group, values in
                let sample = try Sample(values)
                return Figure(
                    group: group, metric: metric, name: export.name, words: export.words, median: sample.median,
                    interval: sample.medianInterval(),
                    high: sample.count >= fewestForHigh ? sample.quantile(0.95) : nil, count: sample.count)
            }
    }
}

extension JobGroup {
    /// For example `overhead/builder=buildkit/scap/source`, with the suffix `/cold` for jobs without the cache.
    var name: String { parts.joined(separator: "/") }

    fileprivate var parts: [String] {
        [scenario, configuration, fixture, changeClass.rawValue] + (cold ? ["cold"] : [])
    }
}

extension ExportFigures {
    /// Bencher Metric Format: benchmark, measure, and its value with the ends of its interval.
    /// Source: https://bencher.dev/docs/reference/bencher-metric-format
    func bencherMetrics() throws -> String {
        var benchmarks: [String: [String: JSONFields]] = [:]
        for figure in figures {
            // Measures are found by their slugs.
            let name = figure.isTime ? "\(figure.name)-seconds" : figure.name.replacingOccurrences(of: "_", with: "-")
            benchmarks[figure.group.name, default: [:]][name] = [
                "value": figure.median, "lower_value": figure.interval?.low, "upper_value": figure.interval?.high,
            ]
        }
        return try JSONText.document(benchmarks) + "\n"
    }

    /// The format that github-action-benchmark reads as `customSmallerIsBetter`: a list of named values.
    /// Source: https://github.com/benchmark-action/github-action-benchmark, "Examples: custom benchmarks"
    func actionBenchmark() throws -> String {
        let entries: [JSONFields] = figures.filter { $0.metric.direction == .lower }.map { figure in
            [
                "name": "\(figure.group.name): \(figure.name)", "unit": figure.isTime ? "s" : "count",
                "value": figure.median, "range": figure.interval.map { "\($0.low) to \($0.high)" },
                "extra": "median of \(figure.count) jobs\nrun \(run.id.uuidString)\nplimsoll \(run.record.toolVersion)",
            ]
        }
        return try JSONText.document(entries) + "\n"
    }
}
