/// The shift of one sample against another: an estimate that is robust against outliers, and its interval. That of
/// pairs is `PairedShift`.
///
/// Source: J. Hodges, E. Lehmann, "Estimates of location based on rank tests", Annals of Mathematical Statistics 34
/// (1963); interval: M. Hollander, D. Wolfe, "Nonparametric Statistical Methods", section 4.3.
package struct HodgesLehmann: Sendable, Equatable {
    package let shift: Double
    /// The shifts that the rank test does not reject, with the level reached: exact, or by the normal approximation
    /// beyond the exact test's limit. nil if the samples are too small for the level, or it is not within 0…1. With
    /// ties it covers more, not less: it uses the ranks of values without ties, so that an end of it may be 0 although
    /// the p of `MannWhitney` is small.
    package let interval: Interval?

    /// How far `candidate` lies above `base`: the median of all differences between their values.
    package init(from base: Sample, to candidate: Sample, level: Double = 0.95) {
        let differences = OrderedPairs(differences: candidate.sorted, base.sorted)
        let (n, m) = (base.count, candidate.count)
        shift = differences.median
        let product = Double(n) * Double(m)
        interval = differences.interval(level: level) {
            if max(n, m) <= MannWhitney.exactLimit { return RankSumDistribution(n, m).probability(atMost:) }
            let deviation = (product * Double(n + m + 1) / 12).squareRoot()
            return { Normal.cumulative((Double($0) + 0.5 - product / 2) / deviation) }
        }
    }
}
