import Model
import Statistics

package struct SeriesComparison: Sendable, Equatable {
    package enum Verdict: String, Sendable, Codable, CaseIterable {
        /// Beyond chance and beyond the threshold.
        case worse, better
        /// It did not move by as much as the threshold, according to the interval.
        case same
        /// It may have moved by as much as the threshold or not: the values do not show which.
        case undecided
        /// It moved, or may have moved, but neither more nor less of its metric is better.
        case unjudged
    }

    package enum Doubt: Sendable, Equatable {
        /// Too few jobs: no values could be significant at the level. Each side needs this many.
        case tooFew(needed: Int)
        /// A change of this size, in the unit of the series, could hide in the noise.
        case tooNoisy(hides: Double)
        /// A single value per side does not show that it is the same from job to job.
        case notRepeated
    }

    /// The size of the shift relative to the values' spread, by Cliff's delta.
    /// Source of the bounds 0.147, 0.33, 0.474: J. Romano et al., "Appropriate statistics for ordinal level data",
    /// Florida Association of Institutional Research (2006).
    package enum Magnitude: String, Sendable, Codable { case negligible, small, medium, large }

    package var key: SeriesKey
    package var metric: Metric
    package var baseCount, candidateCount: Int
    /// The median; of a total the total.
    package var base, candidate: Double
    /// The candidate's shift above the base, in the unit of the series; Hodges-Lehmann estimate where the values vary.
    package var shift: Double
    /// The confidence interval of the shift; nil where the shift is exact or the values are too few.
    package var interval: Interval?
    /// The probability of such different values by chance (Mann-Whitney); nil where nothing was tested.
    package var p: Double?
    /// The same, corrected for all tests of the comparison (Holm); nil where it was left out for too few values.
    package var adjusted: Double?
    /// The smallest p that this many values could reach; nil where nothing was tested.
    package var smallestP: Double?
    /// How far the candidate's values lie above the base's, from −1 to 1 (Cliff's delta); nil where nothing was tested.
    package var delta: Double?
    package var threshold: Threshold
    package var verdict: Verdict
    /// Nil unless it is undecided.
    package var doubt: Doubt?

    /// The shift as a share of the base's median; nil where that is 0.
    package var relative: Double? { base == 0 ? nil : shift / abs(base) }

    package var relativeInterval: Interval? {
        guard let interval, base != 0 else { return nil }
        return Interval(low: interval.low / abs(base), high: interval.high / abs(base), level: interval.level)
    }

    package var relativeThreshold: Double? { base == 0 ? nil : threshold.shift / abs(base) }
    package var isExact: Bool { threshold.source == .exact }

    package var magnitude: Magnitude? {
        delta.map { abs($0) < 0.147 ? .negligible : abs($0) < 0.33 ? .small : abs($0) < 0.474 ? .medium : .large }
    }
}

extension Metric {
    /// The verdict on a shift other than 0.
    func verdict(on shift: Double) -> SeriesComparison.Verdict {
        switch direction {
        case .lower: shift > 0 ? .worse : .better
        case .higher: shift > 0 ? .better : .worse
        case .neither: .unjudged
        }
    }
}
