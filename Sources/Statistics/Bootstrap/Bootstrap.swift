/// Intervals by resampling: the statistic's spread over samples drawn, with replacement, from the sample itself.
///
/// The same generator in the same state gives the same interval: one number drawn from it seeds the resampling.
///
/// Source: B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), chapters 13 and 14.
package struct Bootstrap: Sendable, Equatable {
    /// How the interval is taken from the resampled statistics.
    package enum Method: String, Sendable {
        case percentile
        /// Corrected for bias and for a spread that changes with the value ("bias-corrected and accelerated"). Better
        /// for a smooth statistic such as a mean; for a median it gains little.
        case biasCorrected = "bca"
    }

    /// The number of resamples, at least 1.
    package var resamples: Int
    /// The level of the intervals, within 0…1.
    package var level: Double
    package var method: Method

    package init(resamples: Int = 10_000, level: Double = 0.95, method: Method = .percentile) {
        (self.resamples, self.level, self.method) = (resamples, level, method)
    }

    /// An interval of any statistic, which receives the resamples in ascending order; nil if that of a resample is not
    /// finite, or the level or the number of resamples is out of range.
    package func interval(
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

    /// An interval of the median: as `interval(of:using:statistic:)`, but much faster.
    package func medianInterval(of sample: Sample, using generator: inout some RandomNumberGenerator) -> Interval? {
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
        guard method == .biasCorrected else { return percentiles(of: statistics) }
        let sorted = statistics.sorted()
        let correction = BiasCorrection(estimate: estimate, sorted: sorted, jackknife: jackknife())
        return interval(
            of: sorted, from: correction.adjusted((1 - level) / 2), to: correction.adjusted((1 + level) / 2))
    }

    /// Between two quantiles of the resampled statistics.
    private func interval(of sorted: [Double], from low: Double, to high: Double) -> Interval? {
        guard let low = sorted.quantile(low), let high = sorted.quantile(high) else { return nil }
        return Interval(low: low, high: high, level: level)
    }
}

extension [Double] {
    /// The median of ascending values without the one at `left`; of that one if it is the only one.
    fileprivate func middle(without left: Int) -> Double {
        if count == 1 { return self[0] }
        func value(_ index: Int) -> Double { self[index < left ? index : index + 1] }
        return value((count - 2) / 2) / 2 + value((count - 1) / 2) / 2
    }
}

/// Part of a population that was sampled separately, e.g. the jobs of one change class.
package struct Stratum: Sendable, Equatable {
    package let sample: Sample
    /// The weight of each value: the stratum's share of the population divided by its number of values, in any unit.
    package let weight: Double

    /// - Throws: `badWeight` if the weight is not a finite number above 0.
    package init(_ sample: Sample, weight: Double) throws(StatisticsError) {
        if !(weight.isFinite && weight > 0) { throw .badWeight(index: 0) }
        (self.sample, self.weight) = (sample, weight)
    }
}

extension Bootstrap {
    /// An interval of any statistic of items drawn in strata, e.g. pairs of jobs: each stratum is resampled within
    /// itself. By percentiles, whatever `method` says.
    ///
    /// nil if there is no item, the statistic of a resample is not finite, or the level or number of resamples is out
    /// of range. Also nil if every stratum has a single item, whose spread is unknown: beside larger strata it adds
    /// none, which makes the interval too narrow.
    ///
    /// Source: B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), section 8.3 (one sample a group).
    /// - Parameters:
    ///   - counts: the number of items in each stratum, at least 1.
    ///   - statistic: given, for each stratum, how often each of its items was drawn.
    package func interval(
        ofStrata counts: [Int], using generator: inout some RandomNumberGenerator, statistic: ([[UInt32]]) -> Double
    ) -> Interval? {
        guard counts.allSatisfy({ $0 > 0 }), counts.contains(where: { $0 > 1 }), level > 0, level < 1 else {
            return nil
        }
        let seed = generator.next()
        var resamplers = counts.enumerated().map { Resampler(count: $1, seed: Self.seed(seed, ofStratum: $0)) }
        var statistics: [Double] = []
        for _ in 0..<max(resamples, 0) {
            for index in resamplers.indices { resamplers[index].draw() }
            statistics.append(statistic(resamplers.map(\.counts)))
        }
        guard statistics.allSatisfy(\.isFinite) else { return nil }
        return percentiles(of: statistics)
    }

    /// An interval of the weighted median over strata (post-stratification): each value carries its stratum's weight.
    /// Otherwise as `interval(ofStrata:using:statistic:)`, but much faster.
    package func weightedMedianInterval(
        of strata: [Stratum], using generator: inout some RandomNumberGenerator
    ) -> Interval? {
        guard strata.contains(where: { $0.sample.count > 1 }), level > 0, level < 1 else { return nil }
        // All values in ascending order, each identified by its stratum and its place there.
        let places = strata.indices.flatMap { stratum in
            strata[stratum].sample.sorted.indices.map { (stratum: stratum, index: $0) }
        }.sorted { strata[$0.stratum].sample.sorted[$0.index] < strata[$1.stratum].sample.sorted[$1.index] }
        let values = places.map { strata[$0.stratum].sample.sorted[$0.index] }
        let middle = WeightedMiddle(total: strata.totalWeight)
        let seed = generator.next()
        var generators = strata.indices.map { FastGenerator(seed: Self.seed(seed, ofStratum: $0)) }
        // Draws are counted by rank among all values, so that the search for the middle reads memory in order.
        var ranks = strata.map { [Int](repeating: 0, count: $0.sample.count) }
        for (rank, place) in places.enumerated() { ranks[place.stratum][place.index] = rank }
        let weights = places.map { strata[$0.stratum].weight }
        var counts = [UInt32](repeating: 0, count: places.count)
        var medians: [Double] = []
        for _ in 0..<max(resamples, 0) {
            for rank in counts.indices { counts[rank] = 0 }
            for stratum in strata.indices { generators[stratum].draw(ranks[stratum], into: &counts) }
            let (low, high) = middle.indices(count: counts.count) { Double(counts[$0]) * weights[$0] }
            medians.append(values[low] / 2 + values[high] / 2)
        }
        return percentiles(of: medians)
    }

    /// An interval of the weighted mean over strata (post-stratification): each value carries its stratum's weight.
    /// Otherwise as `interval(ofStrata:using:statistic:)`.
    package func weightedMeanInterval(
        of strata: [Stratum], using generator: inout some RandomNumberGenerator
    ) -> Interval? {
        let whole = strata.totalWeight
        return interval(ofStrata: strata.map(\.sample.count), using: &generator) { counts in
            zip(strata, counts).reduce(0.0) { sum, drawn in
                let values = zip(drawn.0.sample.sorted, drawn.1)
                return sum + drawn.0.weight / whole * values.reduce(0.0) { $0 + $1.0 * Double($1.1) }
            }
        }
    }

    private static func seed(_ seed: UInt64, ofStratum index: Int) -> UInt64 {
        seed ^ (UInt64(index) &* 0xD1B5_4A32_D192_ED03)
    }

    private func percentiles(of statistics: [Double]) -> Interval? {
        interval(of: statistics.sorted(), from: (1 - level) / 2, to: (1 + level) / 2)
    }
}

extension [Stratum] {
    fileprivate var totalWeight: Double { reduce(0) { $0 + $1.weight * Double($1.sample.count) } }

    /// The mean of all values, each with its stratum's weight; nil if there are none.
    package var weightedMean: Double? {
        guard !isEmpty else { return nil }
        let whole = totalWeight
        return reduce(0) { $0 + $1.weight * Double($1.sample.count) / whole * $1.sample.mean }
    }

    /// The standard error of the weighted mean, each stratum by its own spread: `√Σ (Wᵢ²·sᵢ²/nᵢ)`, with `Wᵢ` its share
    /// of the weight and `sᵢ²` its variance (denominator `n − 1`). One value adds no spread. nil without strata.
    ///
    /// Source: W. Cochran, "Sampling Techniques", 3rd edition (1977), section 5.3.
    package var standardErrorOfWeightedMean: Double? {
        guard !isEmpty else { return nil }
        let whole = totalWeight
        let variance = reduce(0) { sum, stratum in
            let share = stratum.weight * Double(stratum.sample.count) / whole
            return sum + share * share * stratum.sample.variance / Double(stratum.sample.count)
        }
        return variance.squareRoot()
    }
}

extension Sample {
    /// The sample variance, with denominator `n − 1`; 0 for one value.
    package var variance: Double {
        guard count > 1 else { return 0 }
        let mean = mean
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
    }
}
