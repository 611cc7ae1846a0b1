import Foundation

/// The two-sided Wilcoxon signed-rank test of pairs in strata, e.g. the configurations of a run: do the differences tend
/// to lie on one side of 0?
///
/// Differences are ranked by distance from 0 within their stratum, so that the large differences of a noisy stratum do
/// not outrank those of a quiet one. The sums of the positive ranks are added; a stratum of more pairs weighs more.
/// Differences of 0 are omitted, and equal distances share their mean rank. Exact up to 200 differences in all, also
/// with ties (for the given ranks). For more: the normal approximation with corrections for ties and continuity.
///
/// Source: F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945). Signs are independent
/// between strata, so the sum's distribution is the convolution of theirs: the one over the ranks of all strata.
package struct StratifiedSignedRank: Sendable, Equatable {
    static let exactLimit = 200

    /// The sum of the ranks of the differences above 0, over all strata.
    package let w: Double
    /// The probability of differences at least this one-sided if, in every stratum, both signs are equally likely. 1
    /// without differences.
    package let p: Double
    package let method: TestMethod
    /// The number of non-zero differences.
    package let count: Int
    /// On which side the differences lie, from −1 (all below 0) to 1 (all above 0); 0 without differences.
    ///
    /// Source: D. Kerby, "The simple difference formula", Comprehensive Psychology 3 (2014): the share of the rank sum
    /// that is positive minus the share that is negative.
    package let rankBiserial: Double

    /// - Parameter strata: the differences of each stratum, all finite; a stratum may be empty.
    package init(_ strata: [[Double]]) { self.init(strata, exactLimit: Self.exactLimit) }

    init(_ strata: [[Double]], exactLimit: Int) {
        precondition(strata.joined().allSatisfy(\.isFinite), "differences must be finite numbers")
        var ranks: [Double] = []
        var positive = 0.0
        for stratum in strata {
            let values = stratum.filter { $0 != 0 }
            let ranking = Ranks(values.map(abs))
            positive += zip(values, ranking.ranks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
            ranks += ranking.ranks
        }
        let whole = ranks.reduce(0, +)
        let larger = max(positive, whole - positive)
        (w, count) = (positive, ranks.count)
        rankBiserial = whole > 0 ? 2 * positive / whole - 1 : 0
        if ranks.count <= exactLimit {
            method = .exact
            p = min(1, 2 * SignedRankDistribution(ranks: ranks).probability(atMost: whole - larger))
        } else {
            method = .normal
            // The variance of a sum of independent terms, each its rank or 0. Mean ranks make it smaller than without
            // ties by Σ(t³ − t)/48.
            let variance = ranks.reduce(0) { $0 + $1 * $1 } / 4
            p = min(1, 2 * Normal.cumulative(-(larger - whole / 2 - 0.5) / variance.squareRoot()))
        }
    }

    /// The smallest p that strata of so many non-zero differences can reach: 2 / 2ⁿ, with n the sum of `counts`. 1
    /// without differences.
    package static func smallestP(_ counts: [Int]) -> Double { SignedRank.smallestP(counts.reduce(0, +)) ?? 1 }
}
