/// The distribution of the signed-rank statistic of strata without ties, if both signs are equally likely.
struct SignedRankNull {
    /// P(W ≤ w), by w.
    let probability: (Int) -> Double
    private let whole: Int

    /// Exact up to `exactLimit` pairs in all, then by the normal approximation with a correction for continuity.
    ///
    /// - Parameter counts: the number of pairs in each stratum.
    init(counts: [Int], exactLimit: Int) {
        whole = counts.reduce(0) { $0 + $1 * ($1 + 1) / 2 }
        if counts.reduce(0, +) <= exactLimit {
            let distribution = SignedRankDistribution(counts: counts)
            probability = { distribution.probability(atMost: Double($0)) }
        } else {
            let mean = Double(whole) / 2
            let variance = counts.reduce(0.0) { sum, count in
                let n = Double(count)
                return sum + n * (n + 1) * (2 * n + 1) / 24
            }
            let deviation = variance.squareRoot()
            probability = { Normal.cumulative((Double($0) + 0.5 - mean) / deviation) }
        }
    }

    /// The largest sum with a two-sided p of at most `level`; −1: there is none.
    func critical(level: Double) -> Int {
        var (low, high) = (-1, whole)
        while low < high {
            // Rounded up, as −1 is always low enough.
            let middle = low + (high - low + 1) / 2
            if 2 * probability(middle) <= level { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
