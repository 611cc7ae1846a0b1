import Statistics

/// A median of measured jobs, and how sure it is.
package struct Estimate: Sendable, Equatable {
    package var value: Double
    /// The 95 % interval; nil where the jobs are too few to carry one.
    package var interval: ClosedRange<Double>?
    /// How many jobs it rests on.
    package var count: Int
    /// How many equally weighted jobs would carry as much, by Kish: `(Σw)² / Σw²`; `count` where all weigh the same.
    package var effectiveCount: Double
    /// Where none of the cases differed: what the interval was made of. Nil where they differed, or where there is no interval.
    package var unvaried: Unvaried?

    package init(value: Double, interval: ClosedRange<Double>?, count: Int, effectiveCount: Double? = nil) {
        (self.value, self.interval, self.count) = (value, interval, count)
        self.effectiveCount = effectiveCount ?? Double(count)
    }
}

extension Estimate {
    /// The fewest equally weighted jobs that can carry a 95 % interval of a median: with 5, even the range from the least
    /// to the largest covers it only 93.75 times of 100 (`1 − 2 · 0.5⁵`).
    static let fewestJobs = 6

    /// How many more jobs make an interval possible at all, with the weights as drawn.
    var jobsUntilInterval: Int {
        let perJob = max(effectiveCount, 1) / Double(max(count, 1))
        return max(Int((Double(Self.fewestJobs) / perJob).rounded(.up)) - count, 1)
    }

    /// An interval narrows with the root of n, and with n where nothing varied: how many more jobs bring its end from across a
    /// bound to the bound, if the value stays; nil where it stands on the bound, or without an interval.
    func jobsUntilClear(of bound: Double) -> Int? {
        let margin = abs(bound - value)
        guard let interval, margin > 0, let needed = jobs(margin, across: interval, isBelow: value < bound) else {
            return nil
        }
        // Beyond a million jobs the honest answer is that more jobs do not decide it.
        return needed < 1_000_000 ? max(Int(needed.rounded(.up)) - count, 1) : nil
    }

    /// How many jobs in all bring an interval's end as near as `margin`; where nothing varied, how many cases that do not vary either.
    private func jobs(_ margin: Double, across interval: ClosedRange<Double>, isBelow: Bool) -> Double? {
        guard let unvaried else {
            let reach = isBelow ? interval.upperBound - value : value - interval.lowerBound
            return Double(count) * (reach / margin) * (reach / margin)
        }
        let reach = isBelow ? unvaried.above : unvaried.below
        guard reach > 0, effectiveCount > 0 else { return nil }
        return Unseen.casesNeeded(toExcludeOver: margin / reach).map { $0 * Double(count) / effectiveCount }
    }
}

extension Estimate {
    /// How uncertain an estimate is when none of its cases differed. Resampling such a sample gives an interval without width, which is
    /// wrong: n cases exclude only that more than a certain share of all cases differ.
    package struct Unvaried: Sendable, Equatable {
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
    ///   - below: as `Unvaried.below` and `above`.
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
}

extension ClosedRange<Double> {
    /// Whether its ends are the same, but for rounding: resampling found no spread.
    var isWithoutWidth: Bool {
        upperBound - lowerBound <= 1e-12 * Swift.max(abs(lowerBound), abs(upperBound))
    }
}
