extension Sample {
    /// An interval of a quantile between two order statistics, which assumes nothing of the distribution.
    ///
    /// Its ends are the values of rank `r`, the largest with `P(B(n, p) < r) ≤ (1 − level)/2`, and of rank `s`, the smallest with
    /// `P(B(n, p) ≥ s) ≤ (1 − level)/2`. The interval's `level` is the coverage that is reached. Nil where one of the two is not
    /// there (below 72 values for the 95th percentile at 0.95), and outside 0…1.
    ///
    /// Source: W. Conover, "Practical Nonparametric Statistics", 3rd edition, section 3.2.
    public func quantileInterval(_ probability: Double, level: Double = 0.95) -> Interval? {
        guard level > 0, level < 1, probability > 0, probability < 1 else { return nil }
        let tail = (1 - level) / 2
        func below(_ rank: Int) -> Double { Binomial.cumulative(rank - 1, in: count, probability: probability) }
        guard let low = (1...count).last(where: { below($0) <= tail }),
            let high = (1...count).first(where: { 1 - below($0) <= tail })
        else { return nil }
        return Interval(low: sorted[low - 1], high: sorted[high - 1], level: below(high) - below(low))
    }
}
