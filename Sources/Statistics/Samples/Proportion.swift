/// How often something happened in so many trials.
package struct Proportion: Sendable, Equatable {
    package let count, trials: Int

    package init(_ count: Int, of trials: Int) { (self.count, self.trials) = (count, trials) }

    /// 0 where there were no trials.
    package var rate: Double { trials > 0 ? Double(count) / Double(trials) : 0 }

    /// The 95 % confidence interval of the rate; 0 to 1 where there were no trials.
    ///
    /// Source: E. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
    /// American Statistical Association 22 (1927).
    package var interval: Interval {
        guard trials > 0 else { return Interval(low: 0, high: 1, level: 0.95) }
        let z = 1.959964
        let count = Double(trials)
        let middle = (rate + z * z / (2 * count)) / (1 + z * z / count)
        let variance = rate * (1 - rate) / count + z * z / (4 * count * count)
        let reach = z * variance.squareRoot() / (1 + z * z / count)
        return Interval(low: max(0, middle - reach), high: min(1, middle + reach), level: 0.95)
    }
}
