import Foundation

/// The two-sided Mann–Whitney U test: do the values of one sample tend to be larger than those of the other?
///
/// Exact if neither sample has more than 50 values, also with ties: by the distribution of their mean ranks over all
/// orders, which need not be symmetric; p is twice the smaller of the two tails. For larger samples: the normal
/// approximation with corrections for ties and continuity. If all values are equal, p is 1.
///
/// Source: H. Mann, D. Whitney, "On a test of whether one of two random variables is stochastically larger than the
/// other", Annals of Mathematical Statistics 18 (1947); tie correction: M. Hollander, D. Wolfe, "Nonparametric
/// Statistical Methods", section 4.1.
package struct MannWhitney: Sendable, Equatable {
    /// The largest sample for which the exact distribution is used.
    static let exactLimit = 50

    /// The number of pairs (one value of each sample) where the first sample's value is larger; ties count one half.
    package let u: Double
    /// The probability of samples at least this different if both come from one distribution.
    package let p: Double
    package let method: TestMethod
    /// How far the first sample lies above the second, from −1 (completely below) to 1 (completely above).
    ///
    /// Source: N. Cliff, "Dominance statistics", Psychological Bulletin 114 (1993): `(#(x > y) − #(x < y)) / (n·m)`.
    package let cliffsDelta: Double

    package init(_ first: Sample, _ second: Sample) { self.init(sorted: first.sorted, second.sorted) }

    init(sorted first: [Double], _ second: [Double]) {
        let ranking = Ranks(first + second)
        let (n, m) = (Double(first.count), Double(second.count))
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
                // U of the lower sample: its lower tail is the other's upper one.
                let count = u <= n * m / 2 ? first.count : second.count
                let tail = TiedRankSum(groups: ranking.groups, count: count, doubled: Int(2 * smaller))
                p = min(1, 2 * min(tail.atMost, 1 - tail.below))
            }
        } else {
            method = .normal
            let total = n + m
            let variance = n * m / 12 * (total + 1 - ranking.tieTerm / (total * (total - 1)))
            // All values equal: no evidence for a difference.
            p = variance > 0 ? min(1, 2 * Normal.cumulative(-(larger - n * m / 2 - 0.5) / variance.squareRoot())) : 1
        }
    }

    /// The smallest p that samples of these sizes can reach without ties: 2 / (n + m choose n). nil for a size below 1.
    package static func smallestP(_ first: Int, _ second: Int) -> Double? {
        guard first > 0, second > 0 else { return nil }
        return min(1, 2 * exp(-Binomial.logarithmOfCoefficient(first + second, first)))
    }

    /// The largest U of the lower of two samples of `count` values without ties with a p of at most `level`; −1: none.
    static func criticalU(_ count: Int, level: Double) -> Int {
        let pairs = Double(count) * Double(count)
        guard count <= exactLimit else {
            let deviation = (pairs * Double(2 * count + 1) / 12).squareRoot()
            let limit = pairs / 2 - 0.5 + Normal.quantile(level / 2) * deviation
            return max(-1, Int(limit.rounded(.down)))
        }
        let distribution = RankSumDistribution(count, count)
        var u = -1
        while u < count * count / 2, 2 * distribution.probability(atMost: u + 1) <= level { u += 1 }
        return u
    }
}

/// How a test's p-value was computed.
package enum TestMethod: String, Sendable {
    case exact
    /// From the normal distribution, with a correction for ties and for continuity.
    case normal
}

/// The ranks of values among all values.
struct Ranks {
    /// The rank of each value, from 1; equal values share their mean rank.
    let ranks: [Double]
    /// Σ(t³ − t) over the groups of t equal values; 0 without ties.
    let tieTerm: Double
    /// Sizes of the groups of equal values, from the smallest value to the largest; 1 for a unique value.
    let groups: [Int]

    init(_ values: [Double]) {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var tieTerm = 0.0
        var groups: [Int] = []
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            let shared = Double(start + 1 + end) / 2
            for index in order[start..<end] { ranks[index] = shared }
            let tied = Double(end - start)
            tieTerm += tied * tied * tied - tied
            groups.append(end - start)
            start = end
        }
        (self.ranks, self.tieTerm, self.groups) = (ranks, tieTerm, groups)
    }
}

/// The exact distribution of U if all orders of the values are equally likely, without ties.
struct RankSumDistribution {
    /// P(U ≤ u), by u.
    private let cumulative: [Double]

    /// Source: the recurrence of Mann and Whitney (1947). An order of n + m values ends either in one of the first
    /// sample, which then exceeds all m, or in one of the second: `c(n, m, u) = c(n−1, m, u−m) + c(n, m−1, u)`. Only
    /// positive numbers are added, so the relative error stays near machine precision.
    init(_ n: Int, _ m: Int) {
        // counts[j][u] for the current i; for i = 0 there is one order, with u = 0.
        var counts = [[Double]](repeating: [1], count: m + 1)
        for i in stride(from: 1, through: n, by: 1) {
            for j in 1...m {
                var next = [Double](repeating: 0, count: i * j + 1)
                for (u, count) in counts[j].enumerated() { next[u + j] += count }
                for (u, count) in counts[j - 1].enumerated() { next[u] += count }
                counts[j] = next
            }
        }
        let total = counts[m].reduce(0, +)
        var sum = 0.0
        cumulative = counts[m].map { count in
            sum += count
            return sum / total
        }
    }

    /// P(U ≤ u); 0 below 0.
    func probability(atMost u: Int) -> Double {
        if u < 0 { return 0 }
        return u < cumulative.count ? cumulative[u] : 1
    }
}

/// The lower tail of the exact distribution of U with ties, if all orders of the values are equally likely.
///
/// Source: the permutation distribution of midranks, E. Lehmann, "Nonparametrics: Statistical Methods Based on Ranks"
/// (1975), section 1.4; counted by groups of equal values. Only positive numbers are added, so the relative error stays
/// near machine precision.
struct TiedRankSum {
    let atMost, below: Double

    /// - Parameters:
    ///   - groups: sizes of the groups of equal values, from the smallest value to the largest; 1 for a unique value.
    ///   - count: the number of values in the first sample.
    ///   - doubled: 2·u, since a pair of equal values counts one half.
    init(groups: [Int], count: Int, doubled: Int) {
        let total = groups.reduce(0, +)
        let width = doubled + 1
        // The number of ways, by how many values of the groups so far are in the first sample, and by their 2·U.
        var ways = [Double](repeating: 0, count: (count + 1) * width)
        ways[0] = 1
        var seen = 0
        ways.withUnsafeMutableBufferPointer { ways in
            for size in groups {
                let choices = (0...size).map { Binomial.coefficient(size, $0) }
                // With fewer, the remaining groups could not complete the first sample.
                let least = max(0, count - (total - seen - size))
                // Downwards, so that a row's sources are not yet overwritten. Either none of a group's values is in the
                // first sample, and U does not change, or some are.
                for taken in stride(from: min(count, seen + size), through: least, by: -1) {
                    for chosen in stride(from: 1, through: min(size, taken), by: 1) {
                        let before = taken - chosen
                        let others = seen - before
                        if others < 0 { continue }
                        // Each exceeds the second sample's values before it, and half of those in its group.
                        let added = chosen * (2 * others + size - chosen)
                        let reach = min(2 * before * others, doubled - added)
                        if reach < 0 { continue }
                        let target = taken * width + added
                        let source = before * width
                        for u in 0...reach { ways[target + u] += choices[chosen] * ways[source + u] }
                    }
                }
                seen += size
            }
        }
        let orders = Binomial.coefficient(total, count)
        let tail = ways[(count * width)...]
        let sum = tail.dropLast().reduce(0, +)
        below = sum / orders
        atMost = (sum + ways[count * width + doubled]) / orders
    }
}
