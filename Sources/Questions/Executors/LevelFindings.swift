import Model
import Statistics

/// What was found of one level of executors, all times through it together. Times are in seconds.
struct LevelFindings: Sendable, Equatable {
    /// The configuration less executors and load.
    var configuration: String
    /// How many executors.
    var executors: Int
    /// How jobs came to them: a share as `70%`, or `70%-recorded`; nil where every executor was always busy.
    var load: String?
    /// Each time through it, in their order.
    var repeats: [LevelRepeat]
    /// What the host was like while all executors were busy, by its figures; means over all samples.
    var host: [LevelPoint: Double]

    /// How many jobs there were.
    var jobs: Int { repeats.reduce(0) { $0 + $1.jobs } }
    /// How many of them did not succeed.
    var failed: Int { repeats.reduce(0) { $0 + $1.failed } }
    /// How long the jobs that count waited and took, ascending.
    var responses: [Double] { repeats.flatMap(\.responses).sorted() }
    /// How many jobs a second, the mean over the times through it; nil where that cannot be told.
    var throughput: Double? {
        let rates = repeats.compactMap(\.throughput)
        return rates.isEmpty ? nil : rates.reduce(0, +) / Double(rates.count)
    }
    /// The least and the most of them; nil of fewer than two.
    var throughputRange: ClosedRange<Double>? {
        let rates = repeats.compactMap(\.throughput).sorted()
        guard rates.count > 1, let least = rates.first, let most = rates.last else { return nil }
        return least...most
    }

    /// A quantile of the times, with an interval between order statistics where the jobs carry one; nil where no job counts.
    func quantile(_ probability: Double) -> Estimate? {
        guard let sample = try? Sample(responses), let value = sample.quantile(probability) else { return nil }
        return Estimate(
            value: value, interval: sample.quantileInterval(probability)?.range, count: sample.count)
    }

    /// The 95th percentile of how long jobs waited; nil where no job counts.
    var tailOfQueue: Double? { (try? Sample(repeats.flatMap(\.queued)))?.quantile(0.95) }
}
