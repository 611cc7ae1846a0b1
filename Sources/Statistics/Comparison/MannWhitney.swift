import Foundation

/// The Mann–Whitney U test, two-sided: do the values of one sample tend to be larger than those of the other?
///
/// Exact where neither sample has more than 50 values, also where some are equal: then by the distribution of their mean ranks
/// over all orders, which need not be symmetric; p is twice the smaller of the two tails. The normal approximation with
/// corrections for ties and continuity beyond. Where all values are equal, p is 1.
///
/// Source: H. Mann, D. Whitney, "On a test of whether one of two random variables is stochastically larger than the
/// other", Annals of Mathematical Statistics 18 (1947); tie correction: M. Hollander, D. Wolfe, "Nonparametric Statistical
/// Methods", section 4.1.
public struct MannWhitney: Sendable, Equatable {
    /// The largest sample for which the exact distribution is used.
    public static let exactLimit = 50

    /// For how many pairs (one value of each sample) the first sample's value is the larger; equal pairs count one half.
    public let u: Double
    /// The probability of so unequal samples, or more so, when both come from one distribution.
    public let p: Double
    /// How `p` was computed.
    public let method: TestMethod
    /// How far the first sample lies above the second, from −1 (wholly below) to 1 (wholly above).
    ///
    /// Source: N. Cliff, "Dominance statistics", Psychological Bulletin 114 (1993): `(#(x > y) − #(x < y)) / (n·m)`.
    public let cliffsDelta: Double

    /// Tests two independent samples.
    public init(_ first: Sample, _ second: Sample) {
        self.init(sorted: first.sorted, second.sorted)
    }

    /// Tests two samples of at least one value each.
    init(sorted first: [Double], _ second: [Double]) {
        let ranking = Ranks(first + second)
        let n = Double(first.count)
        let m = Double(second.count)
        let rankSum = ranking.ranks.prefix(first.count).reduce(0, +)
        u = rankSum - n * (n + 1) / 2
        cliffsDelta = 2 * u / (n * m) - 1
        let larger = max(u, n * m - u)
        let smaller = n * m - larger
        if max(first.count, second.count) <= Self.exactLimit {
            method = .exact
            if ranking.tieTerm == 0 {
                let distribution = RankSumDistribution(first.count, second.count)
                p = min(1, 2 * distribution.probability(atMost: Int(smaller)))
            } else {
                // U of the sample that lies below: its lower tail is the other's upper one.
                let count = u <= n * m / 2 ? first.count : second.count
                let tail = TiedRankSum(groups: ranking.groups, count: count, doubled: Int(2 * smaller))
                p = min(1, 2 * min(tail.atMost, 1 - tail.below))
            }
        } else {
            method = .normal
            let total = n + m
            let variance = n * m / 12 * (total + 1 - ranking.tieTerm / (total * (total - 1)))
            // All values equal: nothing speaks for a difference.
            p = variance > 0 ? min(1, 2 * Normal.cumulative(-(larger - n * m / 2 - 0.5) / variance.squareRoot())) : 1
        }
    }

    /// The smallest p that samples of these sizes can reach, when no values are equal: 2 / (n + m choose n). Nil below 1.
    ///
    /// Where it exceeds the level of a claim, no data can support the claim.
    public static func smallestP(_ first: Int, _ second: Int) -> Double? {
        guard first > 0, second > 0 else { return nil }
        return min(1, 2 * exp(-Binomial.logarithmOfCoefficient(first + second, first)))
    }
}
