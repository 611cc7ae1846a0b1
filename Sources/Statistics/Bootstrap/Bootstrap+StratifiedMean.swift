extension Bootstrap {
    /// An interval of the weighted mean over strata (post-stratification): each is resampled within itself, and each of its
    /// values carries its weight. By percentiles, whatever `method` says.
    ///
    /// A stratum of one value adds no spread, so that the interval is too narrow by whatever that stratum's spread is.
    /// Nil where every stratum has a single value, of whose spread nothing is known; when there is no stratum; or for a level or a
    /// number of resamples out of range.
    ///
    /// Source: B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), section 8.3 (one sample a group).
    public func weightedMeanInterval(
        of strata: [Stratum], using generator: inout some RandomNumberGenerator
    ) -> Interval? {
        guard strata.contains(where: { $0.sample.count > 1 }), level > 0, level < 1 else { return nil }
        let whole = strata.reduce(0) { $0 + $1.weight * Double($1.sample.count) }
        let seed = generator.next()
        var resamplers = strata.indices.map {
            Resampler(count: strata[$0].sample.count, seed: seed ^ (UInt64($0) &* 0xD1B5_4A32_D192_ED03))
        }
        var means = (0..<max(resamples, 0)).map { _ in
            strata.indices.reduce(0.0) { sum, index in
                resamplers[index].draw()
                let drawn = zip(strata[index].sample.sorted, resamplers[index].counts)
                return sum + strata[index].weight / whole * drawn.reduce(0.0) { $0 + $1.0 * Double($1.1) }
            }
        }
        means.sort()
        return interval(of: means, from: (1 - level) / 2, to: (1 + level) / 2)
    }
}

extension [Stratum] {
    /// The mean of all values, each counted by its stratum's weight; nil when there is none.
    public var weightedMean: Double? {
        guard !isEmpty else { return nil }
        let whole = reduce(0) { $0 + $1.weight * Double($1.sample.count) }
        return reduce(0) { $0 + $1.weight * Double($1.sample.count) / whole * $1.sample.mean }
    }

    /// The standard error of the weighted mean, each stratum by its own spread: `√Σ (Wᵢ²·sᵢ²/nᵢ)`, `Wᵢ` its share of the
    /// weight, `sᵢ²` its variance (`n − 1` below). A stratum of one value adds no spread. Nil when there is no stratum.
    ///
    /// Source: W. Cochran, "Sampling Techniques", 3rd edition (1977), section 5.3.
    public var standardErrorOfWeightedMean: Double? {
        guard !isEmpty else { return nil }
        let whole = reduce(0) { $0 + $1.weight * Double($1.sample.count) }
        let variance = reduce(0) { sum, stratum in
            let share = stratum.weight * Double(stratum.sample.count) / whole
            return sum + share * share * stratum.sample.variance / Double(stratum.sample.count)
        }
        return variance.squareRoot()
    }
}

extension Sample {
    /// The variance that the sample estimates, with `n − 1` below; 0 for one value.
    public var variance: Double {
        guard count > 1 else { return 0 }
        let mean = mean
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
    }
}
