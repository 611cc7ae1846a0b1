@testable import Statistics

/// Values of unequal weight, sorted: the plain way to their median, which `WeightedSelection` is held against.
struct WeightedSample: Sendable, Equatable {
    /// The values, ascending.
    let sorted: [Double]
    /// The weight of each value of `sorted`.
    let weights: [Double]

    /// A sample of values, each with a finite weight above 0.
    init(_ values: [Double], weights: [Double]) throws(StatisticsError) {
        if values.count != weights.count { throw .unequalCounts(values.count, weights.count) }
        if values.isEmpty { throw .empty }
        if let index = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
        if let index = weights.firstIndex(where: { !($0.isFinite && $0 > 0) }) { throw .badWeight(index: index) }
        // Sorted as pairs, which lie beside each other: with a list of places every comparison would look two values up.
        let pairs = zip(values, weights).sorted { $0.0 < $1.0 }
        sorted = pairs.map(\.0)
        self.weights = pairs.map(\.1)
    }

    /// The smallest value at which the cumulated weight reaches half of the whole.
    var lowerMedian: Double { sorted[middle.low] }
    /// The smallest value at which the cumulated weight exceeds half of the whole.
    var upperMedian: Double { sorted[middle.high] }
    /// The mean of the lower and the upper median: they differ only where the weight divides into halves between two
    /// values. With equal weights this is the ordinary median.
    ///
    /// Source: T. Cormen et al., "Introduction to Algorithms", problem 9-2 (lower and upper weighted median).
    var median: Double { lowerMedian == upperMedian ? lowerMedian : lowerMedian / 2 + upperMedian / 2 }

    private var middle: (low: Int, high: Int) {
        WeightedMiddle(total: weights.reduce(0, +)).indices(count: weights.count) { weights[$0] }
    }
}
