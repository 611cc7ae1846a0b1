/// How far the differences of pairs lie above 0: an estimate that is robust against outliers, and its interval.
///
/// Source: J. Hodges, E. Lehmann, "Estimates of location based on rank tests", Annals of Mathematical Statistics 34
/// (1963); interval, by J. Tukey: M. Hollander, D. Wolfe, "Nonparametric Statistical Methods", section 3.3.
package struct PairedShift: Sendable, Equatable {
    /// The median of the means of every two differences, each also with itself (Walsh averages).
    package let shift: Double
    /// The shifts that `SignedRank` does not reject, with the level reached: exact up to its limit of 50 differences,
    /// then by the normal approximation. nil if there are too few for the level, or it is not within 0…1. With ties it
    /// covers more, not less: it uses the ranks of values without ties, so that an end of it may be 0 although the p of
    /// the test is small.
    package let interval: Interval?

    /// The time grows with the number of differences times its logarithm: tens of thousands need no thinning.
    ///
    /// - Parameter differences: at least one, all finite.
    package init(_ differences: [Double], level: Double = 0.95) {
        precondition(!differences.isEmpty && differences.allSatisfy(\.isFinite), "differences must be finite numbers")
        let averages = OrderedPairs(averages: differences.sorted())
        shift = averages.median
        interval = averages.interval(level: level) {
            SignedRankNull(counts: [differences.count], exactLimit: SignedRank.exactLimit).probability
        }
    }
}
