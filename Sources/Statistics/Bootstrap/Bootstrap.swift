/// Intervals by resampling: the statistic's spread over samples drawn, with replacement, from the sample itself.
///
/// The same generator in the same state gives the same interval: one number is drawn from it, which seeds the resampling.
///
/// Source: B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), chapters 13 and 14.
public struct Bootstrap: Sendable, Equatable {
    /// How the interval is taken from the resampled statistics.
    public enum Method: String, Sendable {
        /// Their quantiles.
        case percentile
        /// Their quantiles, corrected for bias and for a spread that changes with the value ("bias-corrected and
        /// accelerated"). Better where the statistic is smooth, as a mean; for a median its gain is small.
        case biasCorrected = "bca"
    }

    /// How many samples are drawn, at least 1.
    public var resamples: Int
    /// The level that is asked for, within 0…1: the level of the intervals.
    public var level: Double
    /// How the interval is taken from the resampled statistics.
    public var method: Method

    /// Settings for intervals.
    public init(resamples: Int = 10_000, level: Double = 0.95, method: Method = .percentile) {
        self.resamples = resamples
        self.level = level
        self.method = method
    }

    /// An interval of any statistic. Resamples are handed to it in ascending order.
    ///
    /// Nil when the statistic of a resample is not finite, or for a level or a number of resamples out of range.
    public func interval(
        of sample: Sample, using generator: inout some RandomNumberGenerator, statistic: ([Double]) -> Double
    ) -> Interval? {
        var resampler = Resampler(count: sample.count, seed: generator.next())
        var resample: [Double] = []
        let statistics = (0..<max(resamples, 0)).map { _ in
            resampler.draw()
            resample.removeAll(keepingCapacity: true)
            for (value, times) in zip(sample.sorted, resampler.counts) {
                for _ in 0..<times { resample.append(value) }
            }
            return statistic(resample)
        }
        return interval(estimate: statistic(sample.sorted), statistics: statistics) {
            sample.sorted.indices.map { left in
                var others = sample.sorted
                others.remove(at: left)
                return others.isEmpty ? statistic(sample.sorted) : statistic(others)
            }
        }
    }

    /// An interval of the median: as by `interval(of:using:statistic:)`, and much faster.
    public func medianInterval(of sample: Sample, using generator: inout some RandomNumberGenerator) -> Interval? {
        var resampler = Resampler(count: sample.count, seed: generator.next())
        let statistics = (0..<max(resamples, 0)).map { _ in
            resampler.draw()
            let (low, high) = resampler.middle
            return sample.sorted[low] / 2 + sample.sorted[high] / 2
        }
        return interval(estimate: sample.median, statistics: statistics) {
            sample.sorted.indices.map { sample.sorted.middle(without: $0) }
        }
    }

    /// - Parameter jackknife: the statistics of the sample without each of its values in turn.
    private func interval(estimate: Double, statistics: [Double], jackknife: () -> [Double]) -> Interval? {
        guard level > 0, level < 1, statistics.allSatisfy(\.isFinite) else { return nil }
        let sorted = statistics.sorted()
        var tails = (low: (1 - level) / 2, high: (1 + level) / 2)
        if method == .biasCorrected {
            let correction = BiasCorrection(estimate: estimate, sorted: sorted, jackknife: jackknife())
            tails = (correction.adjusted(tails.low), correction.adjusted(tails.high))
        }
        return interval(of: sorted, from: tails.low, to: tails.high)
    }

    /// Between two quantiles of the resampled statistics.
    func interval(of sorted: [Double], from low: Double, to high: Double) -> Interval? {
        guard let low = sorted.quantile(low), let high = sorted.quantile(high) else { return nil }
        return Interval(low: low, high: high, level: level)
    }
}

extension [Double] {
    /// The median of ascending values without the one at `left`; of that one where it is the only one.
    fileprivate func middle(without left: Int) -> Double {
        if count == 1 { return self[0] }
        func value(_ index: Int) -> Double { self[index < left ? index : index + 1] }
        return value((count - 2) / 2) / 2 + value((count - 1) / 2) / 2
    }
}
