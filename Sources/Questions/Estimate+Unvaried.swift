import Statistics

extension Estimate {
    /// How uncertain an estimate is when none of its cases differed. Resampling such a sample gives an interval without width, which is
    /// wrong: n cases exclude only that more than a certain share of all cases differ.
    struct Unvaried: Sendable, Equatable {
        /// How much lower the value would be if every case differed by as much as it can downwards, in the value's unit.
        var below: Double
        /// The same upwards.
        var above: Double
        /// The largest share of cases that may differ although none did, at 95 %.
        var share: Double
    }

    /// An estimate when none of its cases differed. Its interval is what the largest share of cases that they do not exclude could move
    /// the value by.
    ///
    /// - Parameters:
    ///   - ranges: by how much each case could have moved the value at all. A case that could not move it tells nothing, and one that
    ///     could move it by more weighs more.
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
