/// The exact distribution of the sum of the positive ranks if both signs are equally likely.
struct SignedRankDistribution {
    /// P(2·W ≤ s), by s. The sum is doubled because mean ranks of equal values may end in one half.
    private let cumulative: [Double]

    /// Adds the ranks one by one: each doubles the ways, and shifts half of them by its own value. The time grows with
    /// the number of ranks times their sum.
    init(ranks: [Double]) {
        let shifts = ranks.map { Int(2 * $0) }
        var ways = [Double](repeating: 0, count: shifts.reduce(1, +))
        ways[0] = 1
        var largest = 0
        ways.withUnsafeMutableBufferPointer { ways in
            for shift in shifts {
                largest += shift
                // Downwards, so that a sum's source is not yet overwritten.
                for sum in stride(from: largest, through: 0, by: -1) {
                    ways[sum] = ways[sum] / 2 + (sum < shift ? 0 : ways[sum - shift] / 2)
                }
            }
        }
        var sum = 0.0
        cumulative = ways.map { probability in
            sum += probability
            return sum
        }
    }

    /// The distribution for strata of so many distinct ranks each.
    init(counts: [Int]) { self.init(ranks: counts.flatMap { count in (0..<count).map { Double($0 + 1) } }) }

    /// P(W ≤ w); 0 below 0.
    func probability(atMost w: Double) -> Double {
        let index = Int((2 * w).rounded(.down))
        if index < 0 { return 0 }
        return index < cumulative.count ? cumulative[index] : 1
    }
}
