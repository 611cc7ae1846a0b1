extension Sample {
    /// An interval of the median between two order statistics, which assumes nothing of the distribution.
    ///
    /// Its ends are the values of rank `r` and `n + 1 − r`, with the largest `r` whose coverage, by the binomial
    /// distribution `1 − 2·P(B(n, ½) < r)`, is at least `level`. The interval's `level` is that coverage. Nil where not even
    /// the smallest and the largest value reach the level (below 6 values at 0.95), or when `level` is not within 0…1.
    ///
    /// Source: W. Conover, "Practical Nonparametric Statistics", 3rd edition, section 3.2.
    public func medianInterval(level: Double = 0.95) -> Interval? {
        guard level > 0, level < 1 else { return nil }
        var rank = 0
        var reached = 0.0
        var below = 0.0
        while rank < count / 2 {
            below += Binomial.halfProbability(of: rank, in: count)
            let coverage = 1 - 2 * below
            if coverage < level { break }
            rank += 1
            reached = coverage
        }
        guard rank > 0 else { return nil }
        return Interval(low: sorted[rank - 1], high: sorted[count - rank], level: reached)
    }
}
