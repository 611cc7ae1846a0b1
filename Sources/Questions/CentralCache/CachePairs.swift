import Model
import Statistics
import Store

/// Jobs of one builder, each beside the job of the warm engine on the same change of the same fixture.
struct CachePairs {
    private typealias Pair = (job: Job, warm: Job)

    /// The pairs by what was drawn together and so weighs the same.
    private let strata: [[Pair]]
    /// The weight of each.
    private let weights: [[Double]]

    /// - Parameter jobs: counted jobs of one builder.
    init(_ kind: CacheKind, of jobs: [CacheObservation]) {
        func change(of job: CacheObservation) -> String { "\(job.series.fixture) \(job.job.round)" }
        var warm: [String: Job] = [:]
        for job in jobs where job.kind == .local { warm[change(of: job)] = job.job }
        let pairs = jobs.filter { $0.kind == kind }.compactMap { job in warm[change(of: job)].map { (job.job, $0) } }
        let groups = Dictionary(grouping: pairs as [Pair]) {
            Strata.Key(fixture: $0.job.series.fixture, changeClass: $0.job.changeClass, weight: $0.job.weight)
        }
        strata = groups.sorted { $0.key < $1.key }.map(\.value)
        weights = strata.map { $0.map(\.job.weight) }
    }

    var count: Int { strata.reduce(0) { $0 + $1.count } }

    /// The jobs' weighted median wall time over the warm engine's, with its 95 % interval.
    func wallRatio(seed: UInt64) -> Estimate? {
        estimate(seed: seed, purpose: "ratio of medians with a central cache") { weights in
            guard let job = median(weights, of: \.job.wall), let warm = median(weights, of: \.warm.wall), warm > 0
            else { return .nan }
            return job / warm
        }
    }

    /// The jobs' hits over the warm engine's, weighted, with its 95 % interval; nil where the warm engine has none.
    ///
    /// Where no job differs from the others of its stratum, each could have had no hit, or all of its steps.
    func hitShare(seed: UInt64) -> Estimate? {
        let found = estimate(seed: seed, purpose: "share of hits with a central cache") { weights in
            let job = sum(weights) { Double($0.job.cachedSteps) }
            let warm = sum(weights) { Double($0.warm.cachedSteps) }
            return warm > 0 ? job / warm : .nan
        }
        guard let found, let interval = found.interval, interval.isWithoutWidth else { return found }
        let warm = sum(weights) { Double($0.warm.cachedSteps) }
        return .unvaried(
            value: found.value, count: count,
            ranges: strata.joined().map { $0.job.weight * Double(max($0.job.cacheableSteps, $0.job.cachedSteps)) },
            below: sum(weights) { Double($0.job.cachedSteps) } / warm,
            above: sum(weights) { Double(max($0.job.cacheableSteps - $0.job.cachedSteps, 0)) } / warm)
    }

    /// A statistic of the pairs, given the weight of each by stratum and place.
    private func estimate(seed: UInt64, purpose: String, _ statistic: ([[Double]]) -> Double) -> Estimate? {
        let value = statistic(weights)
        guard value.isFinite else { return nil }
        // How many equally weighted pairs carry as much: (Σw)² / Σw² (L. Kish, "Survey Sampling", 1965, section 11.7).
        let whole = weights.joined().reduce(0, +)
        let squares = weights.joined().reduce(0) { $0 + $1 * $1 }
        let effective = squares > 0 ? whole * whole / squares : 0
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
        let known = zip(strata.joined(), weights.joined()).compactMap { pair, weight in
            figure(pair).map { ($0, weight) }
        }
        return Medians.weighted(known.map(\.0), weights: known.map(\.1))
    }

    private func sum(_ weights: [[Double]], of figure: (Pair) -> Double) -> Double {
        zip(strata.joined(), weights.joined()).reduce(0) { $0 + figure($1.0) * $1.1 }
    }
}
