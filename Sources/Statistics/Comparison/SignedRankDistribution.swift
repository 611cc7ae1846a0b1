/// The exact distribution of the sum of the ranks that are above 0, when each sign is as likely as the other.
struct SignedRankDistribution {
    /// P(2·W ≤ s), by s: twice the sum, as the mean of equal values' ranks may end in one half.
    private let cumulative: [Double]

    /// Adds the ranks one by one: each doubles the ways, and shifts half of them by itself.
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

    /// The distribution of `count` ranks that all differ.
    init(count: Int) {
        self.init(ranks: (0..<count).map { Double($0 + 1) })
    }

    /// P(W ≤ w); 0 below 0.
    func probability(atMost w: Double) -> Double {
        let index = Int((2 * w).rounded(.down))
        if index < 0 { return 0 }
        return index < cumulative.count ? cumulative[index] : 1
    }
}
