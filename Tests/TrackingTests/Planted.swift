import Foundation
import Model
import Store
import Tracking

@testable import SyntheticRuns

/// Runs whose series are planted.
enum Planted {
    static let scenario = "overhead"

    /// A run's summary, with something changed in its record before it began.
    static func summary(
        endReason: String? = "finished", change: (inout RunRecord) -> Void = { _ in }
    ) throws -> RunSummary {
        var run = SyntheticRun()
        run.record.id = UUID()
        change(&run.record)
        return try present(try run.database(endReason: endReason).run(run.record.id))
    }

    /// The key of a metric in the planted jobs.
    static func key(_ metric: String, fixture: String = "scap") -> SeriesKey {
        SeriesKey(
            metric: metric, scenario: scenario, configuration: "builder=buildkit", fixture: fixture,
            changeClass: .source,
            clock: MetricTable.standard[metric]?.isByCommandClock == true ? .engineState : nil)
    }

    static func series(_ metric: String, _ values: [Double], fixture: String = "scap") throws -> MeasuredSeries {
        let known = MetricTable.standard[metric] ?? MetricTable.standard.metric(ofPoints: metric, unit: "s")
        return MeasuredSeries(key: key(metric, fixture: fixture), metric: try present(known), values: values)
    }

    /// A run of one series a metric.
    static func run(_ run: RunSummary, _ columns: [String: [Double]]) throws -> MeasuredRun {
        MeasuredRun(run: run, series: try columns.map { try series($0.key, $0.value) })
    }

    /// `count` values about a middle, with normally distributed noise of a relative standard deviation.
    static func noisy(
        _ middle: Double, noise: Double, count: Int, _ generator: inout SeededGenerator
    ) -> [Double] {
        (0..<count).map { _ in
            let radius = (-2 * log(Double.random(in: Double.leastNormalMagnitude..<1, using: &generator))).squareRoot()
            let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &generator)
            return middle * (1 + noise * radius * cos(angle))
        }
    }

    /// `count` values that all differ, spread evenly about a middle by a share of it, out of order.
    static func spread(_ middle: Double, _ share: Double = 0.02, count: Int = 12) -> [Double] {
        SyntheticRun.around(middle, spread: share * middle, count: count)
    }
}
