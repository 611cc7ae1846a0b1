import Foundation

/// The Wilcoxon signed-rank test of pairs, two-sided: do the differences tend to lie on one side of 0?
///
/// Differences of 0 are left out, as Wilcoxon did. Exact up to 50 differences, also where some are equal (then given their
/// ranks); the normal approximation with corrections for ties and continuity beyond.
///
/// Source: F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); M. Hollander, D. Wolfe,
/// "Nonparametric Statistical Methods", section 3.1.
public struct SignedRank: Sendable, Equatable {
    /// The most differences for which the exact distribution is used.
    public static let exactLimit = 50

    /// The sum of the ranks, by distance from 0, of the differences above 0.
    public let w: Double
    /// The probability of differences so much on one side, or more so, when both sides are alike.
    public let p: Double
    /// How `p` was computed.
    public let method: TestMethod
    /// How many differences were not 0.
    public let count: Int

    /// Tests the differences of pairs.
    public init(_ differences: Sample) {
        let values = differences.sorted.filter { $0 != 0 }
        let ranking = Ranks(values.map(abs))
        count = values.count
        w = zip(values, ranking.ranks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
        let n = Double(values.count)
        let whole = n * (n + 1) / 2
        let larger = max(w, whole - w)
        if values.count <= Self.exactLimit {
            method = .exact
            p = min(1, 2 * SignedRankDistribution(ranks: ranking.ranks).probability(atMost: whole - larger))
        } else {
            method = .normal
            let variance = n * (n + 1) * (2 * n + 1) / 24 - ranking.tieTerm / 48
            p = min(1, 2 * Normal.cumulative(-(larger - whole / 2 - 0.5) / variance.squareRoot()))
        }
    }

    /// The smallest p that `count` differences can reach: 2 / 2ⁿ. Nil below 1.
    public static func smallestP(_ count: Int) -> Double? {
        count > 0 ? min(1, 2 * pow(0.5, Double(count))) : nil
    }
}
