/// Measured values: at least one, all finite. They are checked and sorted once, so that computations on them cannot
/// fail because of them. Infinite values and not-a-number are refused, never dropped: a measurement that yielded them
/// has failed.
package struct Sample: Sendable, Equatable {
    /// In the order of measurement.
    package let values: [Double]
    /// Ascending.
    package let sorted: [Double]

    /// - Parameter values: in the order of measurement.
    package init(_ values: some Sequence<Double>) throws(StatisticsError) {
        let values = Array(values)
        if values.isEmpty { throw .empty }
        if let index = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
        (self.values, sorted) = (values, values.sorted())
    }

    /// The differences `after − before` of pairs, for paired tests and estimators.
    init(pairs before: [Double], _ after: [Double]) throws(StatisticsError) {
        if before.count != after.count { throw .unequalCounts(before.count, after.count) }
        try self.init(zip(before, after).map { $1 - $0 })
    }

    package var count: Int { values.count }
    package var minimum: Double { sorted[0] }
    package var maximum: Double { sorted[sorted.count - 1] }
    package var mean: Double { sorted.reduce(0) { $0 + $1 / Double(count) } }
    /// The middle value; for an even count, the mean of the two middle ones.
    package var median: Double { sorted.middle }

    /// The quantile at `probability`, by linear interpolation between order statistics; nil outside 0…1.
    ///
    /// Source: type 7 of R. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50
    /// (1996): the default of R and NumPy.
    package func quantile(_ probability: Double) -> Double? { sorted.quantile(probability) }

    /// The median distance from the median, unscaled: times 1.4826 it estimates a normal standard deviation.
    package var medianAbsoluteDeviation: Double {
        let median = median
        return sorted.map { abs($0 - median) }.sorted().middle
    }

    /// An interval of the median between two order statistics, without assumptions about the distribution.
    ///
    /// Its ends are the values of rank `r` and `n + 1 − r`, with the largest `r` whose coverage `1 − 2·P(B(n, ½) < r)`
    /// is at least `level`. The interval's `level` is that coverage. nil if not even the smallest and the largest value
    /// reach the level (below 6 values at 0.95), or if `level` is not within 0…1.
    ///
    /// Source: W. Conover, "Practical Nonparametric Statistics", 3rd edition, section 3.2.
    package func medianInterval(level: Double = 0.95) -> Interval? {
        guard level > 0, level < 1 else { return nil }
        var rank = 0
        var (reached, below) = (0.0, 0.0)
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

    /// An interval of a quantile between two order statistics, without assumptions about the distribution.
    ///
    /// Its ends are the values of rank `r`, the largest with `P(B(n, p) < r) ≤ (1 − level)/2`, and of rank `s`, the
    /// smallest with `P(B(n, p) ≥ s) ≤ (1 − level)/2`. Its `level` is the coverage reached. nil if one of the two does
    /// not exist (below 72 values for the 95th percentile at 0.95), and outside 0…1.
    ///
    /// Source: W. Conover, "Practical Nonparametric Statistics", 3rd edition, section 3.2.
    package func quantileInterval(_ probability: Double, level: Double = 0.95) -> Interval? {
        guard level > 0, level < 1, probability > 0, probability < 1 else { return nil }
        let tail = (1 - level) / 2
        func below(_ rank: Int) -> Double { Binomial.cumulative(rank - 1, in: count, probability: probability) }
        guard let low = (1...count).last(where: { below($0) <= tail }),
            let high = (1...count).first(where: { 1 - below($0) <= tail })
        else { return nil }
        return Interval(low: sorted[low - 1], high: sorted[high - 1], level: below(high) - below(low))
    }
}

extension [Double] {
    /// The median of at least one value in ascending order.
    var middle: Double {
        let (low, high) = (self[(count - 1) / 2], self[count / 2])
        // Halved before adding: the sum of two finite values need not be finite.
        return low == high ? low : low / 2 + high / 2
    }

    /// The type 7 quantile of values in ascending order; nil if there are none, or outside 0…1.
    func quantile(_ probability: Double) -> Double? {
        guard let last = indices.last, probability >= 0, probability <= 1 else { return nil }
        let position = probability * Double(last)
        let index = Swift.min(Int(position), last)
        let (low, high) = (self[index], self[Swift.min(index + 1, last)])
        return low == high ? low : low + (position - Double(index)) * (high - low)
    }
}

/// An interval that contains the true value in a share of repetitions.
package struct Interval: Sendable, Equatable {
    package let low, high: Double
    /// The share of repetitions, e.g. 0.95. Each method says whether this is the requested or the reached level.
    package let level: Double

    package init(low: Double, high: Double, level: Double) { (self.low, self.high, self.level) = (low, high, level) }

    /// Whether the interval contains a value; its ends are included.
    package func contains(_ value: Double) -> Bool { low <= value && value <= high }
}

package enum StatisticsError: Error, Sendable, Equatable, CustomStringConvertible {
    case empty
    /// The value at this index, from 0, is infinite or not a number.
    case notFinite(index: Int)
    /// The weight at this index, from 0, is not a finite number above 0.
    case badWeight(index: Int)
    /// Two lists that belong together differ in length.
    case unequalCounts(Int, Int)

    package var description: String {
        switch self {
        case .empty: "a sample needs at least one value"
        case .notFinite(let index): "value \(index) of the sample is infinite or not a number: leave it out, and say so"
        case .badWeight(let index): "weight \(index) of the sample is not a finite number above 0"
        case .unequalCounts(let first, let second): "\(first) values cannot be matched with \(second)"
        }
    }
}
