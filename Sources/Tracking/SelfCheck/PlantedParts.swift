import Foundation
import Model
import Store

/// A run of the factor `planted`, split by what was planted in its jobs. The parts have the same keys, so that they can
/// be compared like separate runs.
package struct PlantedParts: Sendable {
    private static let prefix = "planted="
    /// The part with nothing planted, and the same under another name.
    static let nothing = "none"
    static let control = "control"

    package let run: RunSummary
    package let unattributed: [String: Int]
    private var parts: [String: [MeasuredSeries]] = [:]

    /// - Parameter leaks: the number of leftovers, by what was planted in the job that left them, and by kind; without
    ///   a job under the empty name. Kinds that the run's audits did not see are left out.
    package init(_ measured: MeasuredRun, leaks: [String: [String: Int]]) {
        run = measured.run
        unattributed = leaks["", default: [:]].filter { $0.value > 0 }
        for series in measured.series.values.sorted(by: { $0.key < $1.key }) {
            guard let planted = Self.planted(series.key.configuration) else { continue }
            var common = series.key
            common.configuration = Self.withoutPlanted(common.configuration)
            parts[planted, default: []].append(
                MeasuredSeries(key: common, metric: series.metric, values: series.values))
        }
        // Leaks are counted over all of a scenario; every other series belongs to one configuration.
        for total in measured.series.values
        where total.key.metric.hasPrefix(Metric.leaksPrefix) && Self.planted(total.key.configuration) == nil {
            let kind = String(total.metric.id.dropFirst(Metric.leaksPrefix.count))
            for planted in parts.keys {
                let count = leaks[planted]?[kind] ?? 0
                parts[planted]?.append(MeasuredSeries(key: total.key, metric: total.metric, values: [Double(count)]))
            }
        }
    }

    /// What was planted in the jobs of a configuration, by its name; nil where the factor is not varied.
    package static func planted(_ configuration: String) -> String? {
        configuration.split(separator: ",").first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }

    private static func withoutPlanted(_ configuration: String) -> String {
        configuration.split(separator: ",").filter { !$0.hasPrefix(prefix) }.joined(separator: ",")
    }

    /// The part of one planted change, as a run; nil where there is none.
    func part(_ planted: String) -> MeasuredRun? { parts[planted].map { MeasuredRun(run: run, series: $0) } }

    /// Both parts with nothing planted merged into one: twice the values, since nothing differs. Totals are those of
    /// the first, because they are compared with the totals of one part.
    func base() -> MeasuredRun? {
        guard let first = part(Self.nothing) else { return nil }
        guard let second = part(Self.control) else { return first }
        let both = first.series.map { key, series in
            let more = series.metric.isTotal ? [] : second.series[key]?.values ?? []
            return MeasuredSeries(key: key, metric: series.metric, values: series.values + more)
        }
        return MeasuredRun(run: run, series: both)
    }

    /// Reads a run of the factor `planted`, and splits it.
    /// - Throws: `ResultsError`, `unknownRun` where the database has no such run.
    package static func read(
        _ database: ResultsDatabase, run: UUID, metrics: MetricTable = .standard
    ) throws -> PlantedParts {
        let measured = try MeasuredRun.read(database, run: run, metrics: metrics)
        var planted: [Int64: String] = [:]
        try database.forEachJob(run: run) { planted[$0.id] = Self.planted($0.cell.configuration) }
        var leaks: [String: [String: Int]] = [:]
        for stored in try database.leaks(run: run) {
            let part = stored.leak.job.flatMap { planted[$0] } ?? ""
            leaks[part, default: [:]][stored.leak.kind, default: 0] += 1
        }
        return PlantedParts(measured, leaks: leaks)
    }
}
