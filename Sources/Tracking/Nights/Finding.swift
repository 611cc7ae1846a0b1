import Model
import Statistics

/// What became of one metric of one fixture's jobs, over all pairs of them.
package struct Finding: Sendable {
    package enum Verdict: String, Sendable, Codable, CaseIterable {
        case worse, better
        /// It did not move by as much as the threshold.
        case unchanged
        /// Whether it moved by as much as the threshold is not known.
        case cannotTell = "cannot_tell"
    }

    package let metric: Metric
    package let scenario, fixture: String
    /// The configurations in which it moved; all where it was tested over all.
    package let configurations: [String]
    /// What each side had in each pair.
    package let pairs: [(base: Double, candidate: Double)]
    /// The medians.
    package let base, candidate: Double
    /// The shift: of times a share of the base, of counts in their unit.
    package let shift: Double
    /// The 95 % interval of the shift of a time; nil for counts, and where there are too few pairs.
    package let interval: Interval?
    /// The probability of such a shift by chance, corrected for all tests of the comparison; nil for counts.
    package let p: Double?
    /// The shift that counts: of times a share, of counts in their unit.
    package let threshold: Double
    /// Of times: the smallest shift, as a share, that so many pairs with this noise show 95 times of 100; nil: none.
    package let smallestVisible: Double?
    /// Of times: how many pairs would show a shift of the threshold's size; nil: too many.
    package let pairsNeeded: Int?
    package let verdict: Verdict

    package var isTimed: Bool { metric.kind == .timed }
    /// The shift as a share of the base; nil where that is 0, or of times too short to be measured.
    package var relative: Double? {
        if isTimed { return base < TimedPairs.shortest ? nil : shift }
        return base == 0 ? nil : shift / base
    }
    /// Whether its interval says that it got worse, though the comparison's test, which is stricter, does not.
    package var looksWorse: Bool {
        guard verdict == .cannotTell, isTimed, let interval else { return false }
        return interval.low > 0 && shift >= threshold
    }
}
