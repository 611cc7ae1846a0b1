import Model
import Statistics
import Store

/// Jobs of one builder, each beside the job of the warm engine on the same change of the same fixture.
struct CachePairs {
    /// A job and the warm engine's.
    struct Pair {
        let job: Job
        let warm: Job
    }

    private struct Key: Hashable {
        let fixture: String
        let changeClass: ChangeClass
        let weight: Double
    }

    /// The pairs by what was drawn together and so weighs the same.
    private let strata: [[Pair]]

    /// - Parameter jobs: counted jobs of one builder.
    init(_ kind: CacheKind, of jobs: [CacheObservation]) {
        var warm: [String: Job] = [:]
        for job in jobs where job.kind == .local { warm[Self.change(of: job)] = job.job }
        let pairs = jobs.filter { $0.kind == kind }.compactMap { job in
            warm[Self.change(of: job)].map { Pair(job: job.job, warm: $0) }
        }
        let groups = Dictionary(grouping: pairs) {
            Key(fixture: $0.job.series.fixture, changeClass: $0.job.changeClass, weight: $0.job.weight)
        }
        strata = groups.sorted {
            ($0.key.fixture, $0.key.changeClass.rawValue, $0.key.weight)
                < ($1.key.fixture, $1.key.changeClass.rawValue, $1.key.weight)
        }.map(\.value)
    }

    /// How many pairs there are.
    var count: Int { strata.reduce(0) { $0 + $1.count } }

    /// All pairs.
    var all: [Pair] { strata.flatMap { $0 } }

    /// The jobs' weighted median wall time over the warm engine's, with its 95 % interval.
    func wallRatio(seed: UInt64) -> Estimate? {
        estimate(seed: seed, purpose: "ratio of medians with a central cache") { weights in
            guard let job = median(weights, of: \.job.wall), let warm = median(weights, of: \.warm.wall), warm > 0
            else { return .nan }
            return job / warm
        }
    }

    /// The jobs' hits over the warm engine's, both weighted, with its 95 % interval; nil where the warm engine has none.
    ///
    /// Where no job differs from the others of its stratum, each could have had no hit, or all of its steps.
    func hitShare(seed: UInt64) -> Estimate? {
        let found = estimate(seed: seed, purpose: "share of hits with a central cache") { weights in
            let job = sum(weights) { Double($0.job.cachedSteps) }
            let warm = sum(weights) { Double($0.warm.cachedSteps) }
            return warm > 0 ? job / warm : .nan
        }
        guard let found, let interval = found.interval, interval.isWithoutWidth else { return found }
        let weights = strata.map { $0.map(\.job.weight) }
        let warm = sum(weights) { Double($0.warm.cachedSteps) }
        return .unvaried(
            value: found.value, count: count,
            ranges: all.map { $0.job.weight * Double(max($0.job.cacheableSteps, $0.job.cachedSteps)) },
            below: sum(weights) { Double($0.job.cachedSteps) } / warm,
            above: sum(weights) { Double(max($0.job.cacheableSteps - $0.job.cachedSteps, 0)) } / warm)
    }

    /// A statistic of the pairs, given the weight of each by stratum and place.
    private func estimate(seed: UInt64, purpose: String, _ statistic: ([[Double]]) -> Double) -> Estimate? {
        let weights = strata.map { $0.map(\.job.weight) }
        let value = statistic(weights)
        guard value.isFinite else { return nil }
        let effective = Self.effectiveCount(weights.flatMap { $0 })
        var interval: ClosedRange<Double>?
        if effective >= Double(Estimate.fewestJobs) {
            var generator = SeededGenerator(seed: seed, purpose: purpose)
            interval =
                Bootstrap(resamples: 4000).interval(ofStrata: strata.map(\.count), using: &generator) { times in
                    statistic(zip(weights, times).map { zip($0, $1).map { $0 * Double($1) } })
                }?.range
        }
        return Estimate(value: value, interval: interval, count: count, effectiveCount: effective)
    }

    private func median(_ weights: [[Double]], of figure: (Pair) -> Double?) -> Double? {
        let known = zip(strata.flatMap { $0 }, weights.flatMap { $0 }).compactMap { pair, weight in
            figure(pair).map { ($0, weight) }
        }
        return Medians.weighted(known.map(\.0), weights: known.map(\.1))
    }

    private func sum(_ weights: [[Double]], of figure: (Pair) -> Double) -> Double {
        zip(strata.flatMap { $0 }, weights.flatMap { $0 }).reduce(0) { $0 + figure($1.0) * $1.1 }
    }

    private static func change(of job: CacheObservation) -> String { "\(job.series.fixture) \(job.job.round)" }

    /// How many equally weighted pairs carry as much: `(Σw)² / Σw²`.
    ///
    /// Source: L. Kish, "Survey Sampling" (1965), section 11.7.
    private static func effectiveCount(_ weights: [Double]) -> Double {
        let squares = weights.reduce(0) { $0 + $1 * $1 }
        let whole = weights.reduce(0, +)
        return squares > 0 ? whole * whole / squares : 0
    }
}
