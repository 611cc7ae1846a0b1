/// The exact distribution of U when all orders of the values are equally likely and none are equal.
struct RankSumDistribution {
    /// P(U ≤ u), by u.
    private let cumulative: [Double]

    /// Source: the recurrence of Mann and Whitney (1947): of the orders of n + m values those that end in one of the first
    /// sample, which then exceeds all m, and those that end in one of the second: `c(n, m, u) = c(n−1, m, u−m) + c(n, m−1, u)`.
    /// Only additions of positive numbers: the relative error stays near the machine's.
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
