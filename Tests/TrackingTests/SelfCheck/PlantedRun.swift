import Model
import Store

@testable import SyntheticRuns
@testable import Tracking

/// A run of the factor `planted` whose truth is known: a build of 1.65 s, of which a step of 1.4 s may be slower.
struct PlantedRun {
    /// The relative standard deviation of times.
    var noise = 0.02
    /// How many jobs each part has.
    var count = 12
    var seed: UInt64 = 1
    /// By how much the slower step is slower.
    var slower = 0.10
    /// By how much the build under the other name is slower: 0 where nothing differs.
    var controlSlower = 0.0
    /// Whether anything is planted at all.
    var plants = true
    /// Requests a job while the step is slower.
    var requestsWhileSlower = 9.0
    /// Whether audits could see containers.
    var seesContainers = true

    static let names = ["none", "control", "slower-step", "missing-cache", "leak", "larger-layer"]

    /// The run, taken apart.
    func parts(leaks: [String: [String: Int]]? = nil) throws -> PlantedParts {
        var generator = SeededGenerator(seed: seed, purpose: "planted run")
        var series = Self.names.flatMap { jobs($0, &generator) }
        if seesContainers {
            series.append(
                MeasuredSeries(
                    key: SeriesKey(metric: "leaks.container", scenario: "selfcheck"),
                    metric: Metric.leaks(kind: "container"), values: [1]))
        }
        let measured = MeasuredRun(run: try Planted.summary(), series: series)
        return PlantedParts(measured, leaks: leaks ?? (plants ? ["leak": ["container": 1]] : [:]))
    }

    /// What was planted, without the simulations of a whole self-check.
    func verdicts() throws -> [PlantedVerdict] {
        PlantedVerdict.all(of: try parts(), terms: ComparisonTerms())
    }

    /// The two names with nothing in them.
    func sameness(splits: Int) throws -> SamenessCheck {
        let parts = try parts()
        return SamenessCheck(
            try present(parts.part(PlantedParts.nothing)), try present(parts.part(PlantedParts.control)),
            terms: ComparisonTerms(), splits: splits, seed: seed)
    }

    private func jobs(_ planted: String, _ generator: inout SeededGenerator) -> [MeasuredSeries] {
        let what = plants ? planted : "none"
        var middle = 1.65
        if what == "slower-step" { middle += slower * 1.4 }
        if what == "missing-cache" { middle += 0.2 }
        if planted == "control" { middle *= 1 + controlSlower }
        let builds = Planted.noisy(middle, noise: noise, count: count, &generator)
        let others = Planted.noisy(0.4, noise: noise, count: count, &generator)
        let grown = what == "larger-layer" ? 8_400_000.0 : 8_000_000
        let columns: [(String, [Double])] = [
            ("build_s", builds),
            ("wall_s", zip(builds, others).map { $0 + $1 }),
            ("cleanup_s", Planted.noisy(0.03, noise: noise, count: count, &generator)),
            ("hits", same(what == "missing-cache" ? 2 : 3)),
            ("misses", same(what == "missing-cache" ? 2 : 1)),
            ("requests", same(what == "slower-step" ? requestsWhileSlower : 9)),
            ("engine_grown_bytes", same(grown)),
        ]
        return columns.compactMap { metric, values in
            MetricTable.standard[metric].map { known in
                MeasuredSeries(
                    key: SeriesKey(
                        metric: metric, scenario: "selfcheck", configuration: "builder=buildkit,planted=\(planted)",
                        fixture: "selfcheck", changeClass: ChangeClass.none),
                    metric: known, values: values)
            }
        }
    }

    private func same(_ value: Double) -> [Double] { [Double](repeating: value, count: count) }
}
