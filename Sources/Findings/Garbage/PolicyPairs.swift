import Records
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
    func rebuild(seed: UInt64) -> Estimate? {
        estimate(seed: seed, purpose: "mean rebuild time") { pairs in
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
    func hitCost(_ coldTimes: ColdTimes, seed: UInt64) -> Estimate? {
        estimate(seed: seed, purpose: "cost in hit rate") { pairs in
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

    /// A statistic of the pairs, given how often each is taken.
    private func estimate(
        seed: UInt64, purpose: String, _ statistic: ([(pair: Pair, times: Double)]) -> Double
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
        return Estimate(value: value, interval: interval, count: flat.count)
    }
}
