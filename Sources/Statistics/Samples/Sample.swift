/// Measured values: at least one, all finite. Checked and sorted once, so that what is computed of them cannot fail for them.
///
/// What is infinite or not a number is refused with its place, and never dropped or taken for a large value: no mean or interval
/// could hold it, and a measurement that yielded it has failed. One value is a sample: its spread is 0, and no interval without
/// assumptions, nor a test's small p, can come of it.
public struct Sample: Sendable, Equatable {
    /// The values in the order in which they were measured.
    public let values: [Double]
    /// The values, ascending.
    public let sorted: [Double]

    /// A sample of these values, given in the order in which they were measured.
    public init(_ values: some Sequence<Double>) throws(StatisticsError) {
        let values = Array(values)
        if values.isEmpty { throw .empty }
        if let index = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
        self.values = values
        self.sorted = values.sorted()
    }

    /// The differences `after − before` of pairs, for the tests and estimators of pairs.
    public init(pairs before: [Double], _ after: [Double]) throws(StatisticsError) {
        if before.count != after.count { throw .unequalCounts(before.count, after.count) }
        try self.init(zip(before, after).map { $1 - $0 })
    }

    /// How many values there are.
    public var count: Int { values.count }
    /// The smallest value.
    public var minimum: Double { sorted[0] }
    /// The largest value.
    public var maximum: Double { sorted[sorted.count - 1] }
    /// The arithmetic mean.
    public var mean: Double { sorted.reduce(0) { $0 + $1 / Double(count) } }
    /// The middle value; the mean of the two in the middle when their count is even.
    public var median: Double { sorted.middle }

    /// The quantile at `probability`, by linear interpolation between order statistics; nil outside 0…1.
    ///
    /// Source: type 7 of R. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50
    /// (1996): the default of R and NumPy.
    public func quantile(_ probability: Double) -> Double? {
        sorted.quantile(probability)
    }

    /// The median of the distances from the median, unscaled: multiplied by 1.4826 it estimates a normal distribution's
    /// standard deviation.
    public var medianAbsoluteDeviation: Double {
        let median = median
        return sorted.map { abs($0 - median) }.sorted().middle
    }
}
