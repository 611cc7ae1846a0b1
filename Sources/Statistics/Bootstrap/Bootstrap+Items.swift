extension Bootstrap {
    /// An interval of any statistic of items that were drawn in strata, as pairs of jobs: each stratum is resampled within
    /// itself. By percentiles, whatever `method` says.
    ///
    /// Nil when there is no item, when the statistic of a resample is not finite, or for a level or a number of resamples out
    /// of range; nor where every stratum has a single item, of whose spread nothing is known. Beside others, a stratum of one item
    /// adds no spread.
    ///
    /// Source: B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), section 8.3 (one sample a group).
    ///
    /// - Parameters:
    ///   - counts: how many items each stratum has, at least 1.
    ///   - statistic: given, for each stratum, how often each of its items was drawn.
    public func interval(
        ofStrata counts: [Int], using generator: inout some RandomNumberGenerator, statistic: ([[UInt32]]) -> Double
    ) -> Interval? {
        guard !counts.isEmpty, counts.allSatisfy({ $0 > 0 }), counts.contains(where: { $0 > 1 }), level > 0, level < 1
        else { return nil }
        let seed = generator.next()
        var resamplers = counts.indices.map {
            Resampler(count: counts[$0], seed: seed ^ (UInt64($0) &* 0xD1B5_4A32_D192_ED03))
        }
        var statistics: [Double] = []
        for _ in 0..<max(resamples, 0) {
            for index in resamplers.indices { resamplers[index].draw() }
            statistics.append(statistic(resamplers.map(\.counts)))
        }
        guard statistics.allSatisfy(\.isFinite) else { return nil }
        statistics.sort()
        return interval(of: statistics, from: (1 - level) / 2, to: (1 + level) / 2)
    }
}
