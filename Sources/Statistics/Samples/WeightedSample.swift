/// Values of unequal weight, as when a trace that was drawn by class is weighted back to its population.
public struct WeightedSample: Sendable, Equatable {
    /// The values, ascending.
    public let sorted: [Double]
    /// The weight of each value of `sorted`.
    public let weights: [Double]

    /// A sample of values, each with a finite weight above 0.
    public init(_ values: [Double], weights: [Double]) throws(StatisticsError) {
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
    public var lowerMedian: Double { sorted[middle.low] }
    /// The smallest value at which the cumulated weight exceeds half of the whole.
    public var upperMedian: Double { sorted[middle.high] }
    /// The mean of the lower and the upper median: they differ only where the weight divides into halves between two
    /// values. With equal weights this is the ordinary median.
    ///
    /// Source: T. Cormen et al., "Introduction to Algorithms", problem 9-2 (lower and upper weighted median).
    public var median: Double { lowerMedian == upperMedian ? lowerMedian : lowerMedian / 2 + upperMedian / 2 }

    private var middle: (low: Int, high: Int) {
        WeightedMiddle(total: weights.reduce(0, +)).indices(count: weights.count) { weights[$0] }
    }
}

/// Finds the middle of weights.
struct WeightedMiddle {
    /// Sums of weights such as 0.1 carry rounding errors: a sum this close to one half is one half.
    private static let tolerance = 1e-9
    private let half: Double
    private let slack: Double

    init(total: Double) {
        half = total / 2
        slack = total * Self.tolerance
    }

    /// Whether a cumulated weight reaches half of the total.
    @inline(__always)
    func isReached(by sum: Double) -> Bool { sum >= half - slack }

    /// Whether a cumulated weight exceeds half of the total.
    @inline(__always)
    func isExceeded(by sum: Double) -> Bool { sum > half + slack }

    /// The indices at which the cumulated weight reaches, and exceeds, half of the total.
    @inline(__always)
    func indices(count: Int, weight: (Int) -> Double) -> (low: Int, high: Int) {
        var sum = 0.0
        var low: Int?
        for index in 0..<count {
            sum += weight(index)
            if low == nil, isReached(by: sum) { low = index }
            if let low, isExceeded(by: sum) { return (low, index) }
        }
        return (low ?? count - 1, count - 1)
    }
}
