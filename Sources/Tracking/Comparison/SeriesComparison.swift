import Model
import Statistics

/// What became of one series between two runs.
package struct SeriesComparison: Sendable, Equatable {
    /// What is said of it.
    package enum Verdict: String, Sendable, Codable, CaseIterable {
        /// It moved for the worse, beyond chance and beyond the threshold.
        case worse
        /// The same for the better.
        case better
        /// It did not move by as much as the threshold, as far as the interval tells.
        case same
        /// It may have moved by as much as the threshold or not: the values do not tell.
        case undecided
        /// It moved, or may have moved. Neither more nor less of its metric is better.
        case unjudged
    }

    /// Why nothing can be said.
    package enum Doubt: Sendable, Equatable {
        /// No values of so few jobs could carry a claim at the level: it takes so many a side.
        case tooFew(needed: Int)
        /// A change of so much, in the unit of the series, could hide in the noise.
        case tooNoisy(hides: Double)
        /// A single value a side does not show that it is the same from job to job.
        case notRepeated
    }

    /// The size of the shift beside the values' spread, by Cliff's delta.
    ///
    /// Source of the bounds 0.147, 0.33, 0.474: J. Romano et al., "Appropriate statistics for ordinal level data", Florida
    /// Association of Institutional Research (2006).
    package enum Magnitude: String, Sendable, Codable {
        case negligible
        case small
        case medium
        case large
    }

    /// What it is of.
    package var key: SeriesKey
    /// What is measured.
    package var metric: Metric
    /// How many values the base has.
    package var baseCount: Int
    /// How many values the candidate has.
    package var candidateCount: Int
    /// The base's median; of a total the total.
    package var base: Double
    /// The candidate's.
    package var candidate: Double
    /// By how much the candidate lies above the base, in the unit of the series: by Hodges and Lehmann where the values vary.
    package var shift: Double
    /// The shifts that the values allow; nil where the shift is exact or they are too few.
    package var interval: Interval?
    /// The probability of values so unlike by chance (Mann and Whitney); nil where nothing was tested.
    package var p: Double?
    /// The same corrected for all that was tested beside it (Holm); nil where it was left out for too few values.
    package var adjusted: Double?
    /// The smallest p that so many values could reach; nil where nothing was tested.
    package var smallestP: Double?
    /// How far the candidate's values lie above the base's, from −1 to 1 (Cliff's delta); nil where nothing was tested.
    package var delta: Double?
    /// By how much it must move to count.
    package var threshold: Threshold
    /// What is said of it.
    package var verdict: Verdict
    /// Why nothing is, where it is undecided.
    package var doubt: Doubt?

    /// The shift as a share of the base's median; nil where that is 0.
    package var relative: Double? { base == 0 ? nil : shift / abs(base) }

    /// The interval as shares of the base's median.
    package var relativeInterval: Interval? {
        guard let interval, base != 0 else { return nil }
        return Interval(low: interval.low / abs(base), high: interval.high / abs(base), level: interval.level)
    }

    /// The threshold as a share of the base's median.
    package var relativeThreshold: Double? { base == 0 ? nil : threshold.shift / abs(base) }

    /// Whether the shift is certain, not estimated.
    package var isExact: Bool { threshold.source == .exact }

    /// The size of the shift beside the values' spread; nil where nothing was tested.
    package var magnitude: Magnitude? {
        guard let delta else { return nil }
        return switch abs(delta) {
        case ..<0.147: .negligible
        case ..<0.33: .small
        case ..<0.474: .medium
        default: .large
        }
    }
}

extension Metric {
    /// What a change by a shift other than 0 is.
    func verdict(on shift: Double) -> SeriesComparison.Verdict {
        switch direction {
        case .lower: shift > 0 ? .worse : .better
        case .higher: shift > 0 ? .better : .worse
        case .neither: .unjudged
        }
    }
}
