import Model
import Store

/// A run of a suite that is repeated: one point of every series of its database.
package struct PastNight: Sendable {
    package let run: RunSummary
    /// Jobs that failed and should not have, without warm-ups.
    package let failures: Int
    /// Things that jobs left behind; nil where no audit looked.
    package let leaks: Int?
    /// Bytes by which the engine's disk use grew in all measured jobs together; nil where the run kept no ledger.
    package let grown: Double?

    /// The last commits that it replayed, one for each repository; of bundled fixtures alone the one that Plimsoll was
    /// built from.
    package var commit: String {
        let replayed = run.record.scenarios.flatMap(\.sources).compactMap { source in
            source.revisions.last.flatMap { $0.time == nil ? nil : String($0.id.prefix(7)) }
        }
        let ids = replayed.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return ids.isEmpty ? run.record.toolCommit : ids.joined(separator: ", ")
    }

    /// Whether a night needs this metric, whatever else is shown.
    static func needs(_ metric: Metric) -> Bool {
        [Metric.failedJobs.id, growth.id].contains(metric.id) || metric.id.hasPrefix(Metric.leaksPrefix)
    }

    static let growth = Metric("engine_grown_bytes", unit: "byte", .lower, source: .columns)

    /// - Parameter series: the run's series of the metrics that a night needs; others are not looked at.
    init(_ run: RunSummary, _ series: [MeasuredSeries]) {
        func total(_ isChosen: (String) -> Bool) -> Double? {
            let chosen = series.filter { isChosen($0.metric.id) }
            return chosen.isEmpty ? nil : chosen.reduce(0) { $0 + $1.values.reduce(0, +) }
        }
        self.run = run
        failures = Int(total { $0 == Metric.failedJobs.id } ?? 0)
        leaks = total { $0.hasPrefix(Metric.leaksPrefix) }.map { Int($0) }
        grown = total { $0 == Self.growth.id }
    }
}
