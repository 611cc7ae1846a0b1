import Model
import Statistics

/// Jobs under one policy, each beside the job of the policy that removes nothing, on the same change of the same fixture with the
/// same builder. Every pair counts alike: what a policy does to one job comes of those before it, so that the trace as it was
/// replayed is one piece, and no part of it can be weighed by itself.
struct PolicyPairs {
    /// A job and the one that it is compared with.
    struct Pair {
        let job: PolicyObservation
        let reference: PolicyObservation
    }

    private struct Key: Hashable {
        let fixture: String
        let changeClass: ChangeClass
    }

    private let strata: [[Pair]]

    init(_ jobs: [PolicyObservation], beside reference: [PolicyObservation]) {
        func change(_ job: PolicyObservation) -> String { "\(job.series.fixture) \(job.job.round)" }
        let references = Dictionary(
            reference.filter(\.counts).map { (change($0), $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = jobs.filter(\.counts).compactMap { job in
            references[change(job)].map { Pair(job: job, reference: $0) }
        }
        let groups = Dictionary(grouping: pairs) {
            Key(fixture: $0.job.series.fixture, changeClass: $0.job.job.changeClass)
        }
        strata = groups.sorted {
            ($0.key.fixture, $0.key.changeClass.rawValue) < ($1.key.fixture, $1.key.changeClass.rawValue)
        }.map(\.value)
    }

    /// How many pairs there are.
    var count: Int { strata.reduce(0) { $0 + $1.count } }
    /// All pairs.
    var all: [Pair] { strata.flatMap { $0 } }

    /// By how many seconds a build takes longer than without the policy, on the mean, with its 95 % interval.
    ///
    /// Where no build took longer than the one it is paired with, each could have taken longer by what the cache saved it.
    func rebuild(_ coldTimes: ColdTimes, seed: UInt64) -> Estimate? {
        let known = all.compactMap { pair -> Case? in
            guard let build = pair.job.build, let reference = pair.reference.build else { return nil }
            let longer = build - reference
            return Case(
                moved: longer, least: min(longer, 0), most: max(longer, 0) + coldTimes.saved(pair.job).saved, whole: 1)
        }
        return estimate(known, seed: seed, purpose: "mean rebuild time") { pairs in
            var seconds = 0.0
            var count = 0.0
            for (pair, times) in pairs {
                guard let build = pair.job.build, let reference = pair.reference.build else { continue }
                seconds += times * (build - reference)
                count += times
            }
            return count > 0 ? seconds / count : .nan
        }
    }

    /// By how many points of 100 the time-weighted hit rate is below that without the policy, with its 95 % interval.
    ///
    /// Where no job lost a hit, each could have lost all that it had.
    func hitCost(_ coldTimes: ColdTimes, seed: UInt64) -> Estimate? {
        let known = all.map { pair in
            let (job, reference) = (coldTimes.saved(pair.job), coldTimes.saved(pair.reference))
            let lost = reference.saved - job.saved
            return Case(
                moved: 100 * lost, least: 100 * min(lost, 0), most: 100 * max(lost, reference.saved),
                whole: job.possible)
        }
        return estimate(known, seed: seed, purpose: "cost in hit rate") { pairs in
            var own = (saved: 0.0, possible: 0.0)
            var other = own
            for (pair, times) in pairs {
                let (job, reference) = (coldTimes.saved(pair.job), coldTimes.saved(pair.reference))
                own = (own.saved + times * job.saved, own.possible + times * job.possible)
                other = (other.saved + times * reference.saved, other.possible + times * reference.possible)
            }
            guard own.possible > 0, other.possible > 0 else { return .nan }
            return 100 * (other.saved / other.possible - own.saved / own.possible)
        }
    }

    /// What a pair adds to a statistic that is one sum over another.
    private struct Case {
        /// What it adds above.
        var moved: Double
        /// The least that it could have added.
        var least: Double
        /// The most that it could have added.
        var most: Double
        /// What it adds below.
        var whole: Double
    }

    /// A statistic of the pairs, given how often each is taken.
    ///
    /// - Parameter cases: what it is made of. They decide the interval where no resample moves the statistic.
    private func estimate(
        _ cases: [Case], seed: UInt64, purpose: String, _ statistic: ([(pair: Pair, times: Double)]) -> Double
    ) -> Estimate? {
        let flat = all
        let value = statistic(flat.map { ($0, 1) })
        guard value.isFinite else { return nil }
        var interval: ClosedRange<Double>?
        if flat.count >= Estimate.fewestJobs {
            var generator = SeededGenerator(seed: seed, purpose: purpose)
            interval =
                Bootstrap(resamples: 4000).interval(ofStrata: strata.map(\.count), using: &generator) { times in
                    statistic(zip(flat, times.joined()).map { ($0, Double($1)) })
                }?.range
        }
        guard let interval, interval.isWithoutWidth else {
            return Estimate(value: value, interval: interval, count: flat.count)
        }
        // No pair differs from the others of its stratum: what they cannot exclude is told, and not that they are sure.
        let whole = cases.reduce(0) { $0 + $1.whole }
        return .unvaried(
            value: value, count: flat.count, ranges: cases.map { $0.most - $0.least },
            below: cases.reduce(0) { $0 + $1.moved - $1.least } / whole,
            above: cases.reduce(0) { $0 + $1.most - $1.moved } / whole)
    }
}
