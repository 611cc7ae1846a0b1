import Statistics

extension Estimate {
    /// How far an estimate could be off of whose cases none differed. Resampling such a sample says that it is sure, which it is
    /// not: all that n cases exclude is that more than a share of all cases differ.
    public struct Unvaried: Sendable, Equatable {
        /// How much lower the value would be if every case differed by as much as it can downwards, in the value's unit.
        public var below: Double
        /// The same upwards.
        public var above: Double
        /// The largest share of cases that may differ although none did, at 95 %.
        public var share: Double
    }

    /// An estimate of cases none of which differed: its interval is what a share of them, so large that they do not exclude it,
    /// could move the value by.
    ///
    /// - Parameters:
    ///   - ranges: by how much each case could have moved the value at all; a case that could not tells nothing, and one that
    ///     could by more weighs more.
    ///   - below: how much lower the value would be if every case differed by as much as it can downwards.
    ///   - above: the same upwards.
    static func unvaried(value: Double, count: Int, ranges: [Double], below: Double, above: Double) -> Estimate {
        let whole = ranges.reduce(0, +)
        let squares = ranges.reduce(0) { $0 + $1 * $1 }
        let effective = squares > 0 ? whole * whole / squares : 0
        let share = Unseen.largestShare(of: effective)
        var estimate = Estimate(
            value: value,
            interval: effective > 0 ? value - share * below...value + share * above : nil,
            count: count, effectiveCount: effective)
        if effective > 0 { estimate.unvaried = Unvaried(below: below, above: above, share: share) }
        return estimate
    }

    /// How many more cases, none of which differs either, bring the interval's end to a bound; nil where no number does.
    func casesUntilClear(of bound: Double, _ unvaried: Unvaried) -> Int? {
        let reach = value < bound ? unvaried.above : unvaried.below
        guard reach > 0, effectiveCount > 0,
            let cases = Unseen.casesNeeded(toExcludeOver: abs(bound - value) / reach)
        else { return nil }
        let needed = cases * Double(count) / effectiveCount
        guard needed < 1_000_000 else { return nil }
        return max(Int(needed.rounded(.up)) - count, 1)
    }
}

extension ClosedRange<Double> {
    /// Whether its ends are the same, but for rounding: resampling found no spread.
    var isWithoutWidth: Bool {
        upperBound - lowerBound <= 1e-12 * Swift.max(abs(lowerBound), abs(upperBound))
    }
}
