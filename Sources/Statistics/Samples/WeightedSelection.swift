/// Finds the middle of weights.
struct WeightedMiddle {
    /// Sums of weights such as 0.1 have rounding errors: a sum this close to one half counts as one half.
    private static let tolerance = 1e-9
    private let half, slack: Double

    init(total: Double) { (half, slack) = (total / 2, total * Self.tolerance) }

    @inline(__always)
    func isReached(by sum: Double) -> Bool { sum >= half - slack }

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

/// Finds values by cumulated weight without sorting, in linear time.
///
/// Values are partitioned around a random one, and the search continues in the part with the answer ("quickselect").
/// The seed is fixed, so that the same values give the same sums and the same answer.
///
/// Source: T. Cormen et al., "Introduction to Algorithms", section 9.2 and problem 9-2.
package struct WeightedSelection: Sendable {
    private var pairs: [(value: Double, weight: Double)]
    package let total: Double
    private var generator = FastGenerator(seed: 1)

    /// Values, each with a finite weight above 0.
    /// - Throws: `StatisticsError`: `unequalCounts`, `empty`, `notFinite`, `badWeight`.
    package init(_ values: [Double], weights: [Double]) throws(StatisticsError) {
        if values.count != weights.count { throw .unequalCounts(values.count, weights.count) }
        if values.isEmpty { throw .empty }
        if let index = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
        if let index = weights.firstIndex(where: { !($0.isFinite && $0 > 0) }) { throw .badWeight(index: index) }
        pairs = zip(values, weights).map { (value: $0, weight: $1) }
        total = weights.reduce(0, +)
    }

    /// The weighted median.
    package mutating func median() -> Double {
        let middle = WeightedMiddle(total: total)
        let low = value { middle.isReached(by: $0) }
        let high = value { middle.isExceeded(by: $0) }
        return low == high ? low : low / 2 + high / 2
    }

    /// The smallest value at which the cumulated weight is enough; the largest value if there is none.
    /// - Parameter isEnough: false up to some weight, and true above.
    package mutating func value(where isEnough: (Double) -> Bool) -> Double {
        var range = 0..<pairs.count
        // `below` is the weight of all values to the left of the range.
        var (below, best) = (0.0, -Double.infinity)
        while !range.isEmpty {
            let drawn = Int(truncatingIfNeeded: generator.next() % UInt64(range.count))
            let pivot = pairs[range.lowerBound + drawn].value
            let parts = part(range, around: pivot)
            if isEnough(below + parts.lighter) {
                range = range.lowerBound..<parts.equals.lowerBound
                best = pivot
            } else if isEnough(below + parts.lighter + parts.equal) {
                return pivot
            } else {
                below += parts.lighter + parts.equal
                // The range ends without an answer only if sums in another order are rounded differently.
                if parts.equals.upperBound == range.upperBound { return max(pivot, best) }
                range = parts.equals.upperBound..<range.upperBound
            }
        }
        return best
    }

    /// Moves smaller values of a range to its left and larger ones to its right; returns the range of the equal ones.
    private mutating func part(
        _ range: Range<Int>, around pivot: Double
    ) -> (equals: Range<Int>, lighter: Double, equal: Double) {
        var (left, right) = (range.lowerBound, range.upperBound)
        var (lighter, equal) = (0.0, 0.0)
        pairs.withUnsafeMutableBufferPointer { pairs in
            var index = left
            while index < right {
                let pair = pairs[index]
                if pair.value < pivot {
                    lighter += pair.weight
                    pairs.swapAt(index, left)
                    left += 1
                    index += 1
                } else if pair.value > pivot {
                    right -= 1
                    pairs.swapAt(index, right)
                } else {
                    equal += pair.weight
                    index += 1
                }
            }
        }
        return (left..<right, lighter, equal)
    }
}
