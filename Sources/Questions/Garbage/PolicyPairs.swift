import Model
import Statistics

/// Jobs under one policy, each beside the job of the policy that removes nothing, on the same change of the same fixture with the
/// same builder. Every pair counts alike: what a policy does to one job comes of those before it, so that the trace as it was
/// replayed is one piece, and no part of it can be weighed by itself.
struct PolicyPairs {
    private typealias Pair = (job: PolicyObservation, reference: PolicyObservation)

    /// What a pair adds to a statistic that is one sum over another: above, at least and at most instead of that, and below.
    private typealias Case = (moved: Double, least: Double, most: Double, whole: Double)

    private let pairs: [Pair]
    /// How many successive pairs are of one fixture and change class, and so are resampled together.
    private let strata: [Int]

    init(_ jobs: [PolicyObservation], beside reference: [PolicyObservation]) {
        func change(_ job: PolicyObservation) -> String { "\(job.series.fixture) \(job.job.round)" }
        let references = Dictionary(reference.filter(\.counts).map { (change($0), $0) }) { first, _ in first }
        let pairs = jobs.filter(\.counts).compactMap { job -> Pair? in references[change(job)].map { (job, $0) } }
        let groups = Dictionary(grouping: pairs) { [$0.job.series.fixture, $0.job.job.changeClass.rawValue] }
            .sorted { ($0.key[0], $0.key[1]) < ($1.key[0], $1.key[1]) }.map(\.value)
        (self.pairs, strata) = (groups.flatMap { $0 }, groups.map(\.count))
    }

    /// By how many seconds a build takes longer than without the policy, on the mean, with its 95 % interval.
    ///
    /// Where no build took longer than the one it is paired with, each could have taken longer by what the cache saved it.
    func rebuild(_ coldTimes: ColdTimes, seed: UInt64) -> Estimate? {
        let longer = pairs.map { pair in
            pair.job.job[.build].flatMap { build in pair.reference.job[.build].map { build - $0 } }
        }
        let cases = zip(pairs, longer).compactMap { pair, longer -> Case? in
            longer.map { ($0, min($0, 0), max($0, 0) + coldTimes.saved(pair.job).saved, 1) }
        }
        return estimate(cases, seed: seed, purpose: "mean rebuild time") { counts in
            var (seconds, count) = (0.0, 0.0)
            for case (let longer?, let times) in zip(longer, counts) {
                seconds += times * longer
                count += times
            }
            return count > 0 ? seconds / count : .nan
        }
    }

    /// By how many points of 100 the time-weighted hit rate is below that without the policy, with its 95 % interval.
    ///
    /// Where no job lost a hit, each could have lost all that it had.
    func hitCost(_ coldTimes: ColdTimes, seed: UInt64) -> Estimate? {
        let saved = pairs.map { (job: coldTimes.saved($0.job), reference: coldTimes.saved($0.reference)) }
        let cases = saved.map { job, reference -> Case in
            let lost = reference.saved - job.saved
            return (100 * lost, 100 * min(lost, 0), 100 * max(lost, reference.saved), job.possible)
        }
        return estimate(cases, seed: seed, purpose: "cost in hit rate") { counts in
            var own = (saved: 0.0, possible: 0.0)
            var other = own
            for (pair, times) in zip(saved, counts) {
                own = (own.saved + times * pair.job.saved, own.possible + times * pair.job.possible)
                other = (other.saved + times * pair.reference.saved, other.possible + times * pair.reference.possible)
            }
            guard own.possible > 0, other.possible > 0 else { return .nan }
            return 100 * (other.saved / other.possible - own.saved / own.possible)
        }
    }

    /// A statistic of the pairs, given how often each is taken.
    ///
    /// - Parameter cases: what it is made of. They decide the interval where no resample moves the statistic.
    private func estimate(
        _ cases: [Case], seed: UInt64, purpose: String, _ statistic: ([Double]) -> Double
    ) -> Estimate? {
        let value = statistic([Double](repeating: 1, count: pairs.count))
        guard value.isFinite else { return nil }
        var interval: ClosedRange<Double>?
        if pairs.count >= Estimate.fewestJobs {
            var generator = SeededGenerator(seed: seed, purpose: purpose)
            interval =
                Bootstrap(resamples: 4000).interval(ofStrata: strata, using: &generator) { times in
                    statistic(times.joined().map { Double($0) })
                }?.range
        }
        guard let interval, interval.isWithoutWidth else {
            return Estimate(value: value, interval: interval, count: pairs.count)
        }
        // No pair differs from the others of its stratum: what they cannot exclude is told, and not that they are sure.
        let whole = cases.reduce(0) { $0 + $1.whole }
        return .unvaried(
            value: value, count: pairs.count, ranges: cases.map { $0.most - $0.least },
            below: cases.reduce(0) { $0 + $1.moved - $1.least } / whole,
            above: cases.reduce(0) { $0 + $1.most - $1.moved } / whole)
    }
}
