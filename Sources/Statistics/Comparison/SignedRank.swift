import Foundation

/// The two-sided Wilcoxon signed-rank test of pairs: do the differences tend to lie on one side of 0?
///
/// Differences of 0 are omitted. Exact up to 50 differences, also with ties (for the given ranks). For more: the normal
/// approximation with corrections for ties and continuity. `StratifiedSignedRank` is the same test over strata.
///
/// Source: F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); M. Hollander, D.
/// Wolfe, "Nonparametric Statistical Methods", section 3.1.
package struct SignedRank: Sendable, Equatable {
    static let exactLimit = 50

    /// The sum of the ranks of the differences above 0; ranks are by distance from 0.
    package let w: Double
    /// The probability of differences at least this one-sided if both sides are alike.
    package let p: Double
    package let method: TestMethod
    /// The number of non-zero differences.
    package let count: Int

    package init(_ differences: Sample) {
        let test = StratifiedSignedRank([differences.sorted], exactLimit: Self.exactLimit)
        (w, p, method, count) = (test.w, test.p, test.method, test.count)
    }

    /// The smallest p that `count` differences can reach: 2 / 2ⁿ. nil below 1.
    package static func smallestP(_ count: Int) -> Double? { count > 0 ? min(1, 2 * pow(0.5, Double(count))) : nil }
}
