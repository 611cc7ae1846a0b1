import Foundation
import Model
import Store

@testable import Tracking

/// A comparison of series made from a seed, and a confirmation of some of them.
struct RandomComparison {
    private static let metrics = [
        "wall_s", "build_s", "hits", "requests", "engine_grown_bytes", "failed_jobs", "leaks.container",
        "image_shared_bytes",
    ]

    private var generator: SeededGenerator
    /// How likely a series moves: of some comparisons none does.
    private let unrest: Double

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        unrest = [0, 0.1, 0.4].randomElement(using: &generator) ?? 0
    }

    mutating func comparison(of run: RunSummary) throws -> (comparison: Comparison, confirmation: Confirmation?) {
        var candidate = run
        candidate.record.id = UUID()
        let sides = measured(run, candidate)
        var comparison = Comparison.make(base: sides.base, candidate: sides.candidate)
        if Bool.random(using: &generator) {
            var random = RandomNight(seed: generator.next())
            comparison.primary = random.night(of: run)
        }
        guard !comparison.worse.isEmpty, Bool.random(using: &generator) else { return (comparison, nil) }
        let again = measured(run, candidate)
        let confirmation = try Confirmation(
            of: comparison, base: [again.base], candidate: [again.candidate], baseCommand: "old run",
            candidateCommand: "new run")
        return (comparison, confirmation)
    }

    private mutating func measured(
        _ run: RunSummary, _ candidate: RunSummary
    ) -> (base: MeasuredRun, candidate: MeasuredRun) {
        var (first, second): ([MeasuredSeries], [MeasuredSeries]) = ([], [])
        for fixture in ["app", "a.b <c> & \"d\""] {
            for name in Self.metrics {
                let factors = Double.random(in: 0..<1, using: &generator) < unrest ? [0.5, 2.0] : [1.0]
                let factor = factors.randomElement(using: &generator) ?? 1
                guard let metric = Self.metric(name) else { continue }
                let key = SeriesKey(
                    metric: name, scenario: "ci", configuration: metric.isTotal ? "" : "builder=legacy",
                    fixture: fixture)
                let count = metric.isTotal ? 1 : [1, 3, 8].randomElement(using: &generator) ?? 8
                let (base, now) = (values(metric, count), values(metric, count).map { $0 * factor })
                first.append(MeasuredSeries(key: key, metric: metric, values: base))
                second.append(MeasuredSeries(key: key, metric: metric, values: now))
            }
        }
        return (MeasuredRun(run: run, series: first), MeasuredRun(run: candidate, series: second))
    }

    private mutating func values(_ metric: Metric, _ count: Int) -> [Double] {
        (0..<count).map { _ in metric.kind == .timed ? Double.random(in: 1...1.1, using: &generator) : 4 }
    }

    private static func metric(_ name: String) -> Metric? {
        switch name {
        case "failed_jobs": .failedJobs
        case "leaks.container": .leaks(kind: "container")
        default: MetricTable.standard[name] ?? MetricTable.standard.metric(ofPoints: name, unit: "byte")
        }
    }
}
