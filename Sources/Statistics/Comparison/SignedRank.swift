import Foundation

/// The two-sided Wilcoxon signed-rank test of pairs: do the differences tend to lie on one side of 0?
///
/// Differences of 0 are omitted. Exact up to 50 differences, also with ties (for the given ranks). For more: the normal
/// approximation with corrections for ties and continuity.
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

    /// The smallest p that `count` differences can reach: 2 / 2ⁿ. nil below 1.
    package static func smallestP(_ count: Int) -> Double? { count > 0 ? min(1, 2 * pow(0.5, Double(count))) : nil }
}

/// The exact distribution of the sum of the positive ranks if both signs are equally likely.
struct SignedRankDistribution {
    /// P(2·W ≤ s), by s. The sum is doubled because mean ranks of equal values may end in one half.
    private let cumulative: [Double]

    /// Adds the ranks one by one: each doubles the ways, and shifts half of them by its own value.
    init(ranks: [Double]) {
        var ways: [Double] = [1]
        for rank in ranks {
            let shift = Int(2 * rank)
            var next = ways.map { $0 / 2 } + [Double](repeating: 0, count: shift)
            for (sum, probability) in ways.enumerated() { next[sum + shift] += probability / 2 }
            ways = next
        }
        var sum = 0.0
        cumulative = ways.map { probability in
            sum += probability
            return sum
        }
    }

    /// The distribution for `count` distinct ranks.
    init(count: Int) { self.init(ranks: (0..<count).map { Double($0 + 1) }) }

    /// P(W ≤ w); 0 below 0.
    func probability(atMost w: Double) -> Double {
        let index = Int((2 * w).rounded(.down))
        if index < 0 { return 0 }
        return index < cumulative.count ? cumulative[index] : 1
    }
}

/// Corrects the p-values of several simultaneous comparisons, so that the chance of even one false alarm among them
/// stays at the level of a single one. They need not be independent.
///
/// Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6
/// (1979).
package enum Holm {
    /// The adjusted p-values, in the given order: the i-th smallest of m is multiplied by `m + 1 − i`; it is at least
    /// the adjusted value of a smaller one, and at most 1. An invalid probability becomes 1 and counts as a comparison:
    /// it supports no claim, and makes none easier.
    package static func adjusted(_ p: [Double]) -> [Double] {
        let valid = p.map { $0 >= 0 && $0 <= 1 ? $0 : 1 }
        var adjusted = valid
        var largest = 0.0
        for (place, index) in valid.indices.sorted(by: { valid[$0] < valid[$1] }).enumerated() {
            largest = max(largest, min(1, Double(valid.count - place) * valid[index]))
            adjusted[index] = largest
        }
        return adjusted
    }
}
