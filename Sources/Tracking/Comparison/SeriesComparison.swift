import Statistics

/// What became of one series between two runs.
public struct SeriesComparison: Sendable, Equatable {
    /// What is said of it.
    public enum Verdict: String, Sendable, Codable, CaseIterable {
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
    public enum Doubt: Sendable, Equatable {
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
    public enum Magnitude: String, Sendable, Codable {
        case negligible
        case small
        case medium
        case large
    }

    /// What it is of.
    public var key: SeriesKey
    /// What is measured.
    public var metric: Metric
    /// How many values the base has.
    public var baseCount: Int
    /// How many values the candidate has.
    public var candidateCount: Int
    /// The base's median; of a total the total.
    public var base: Double
    /// The candidate's.
    public var candidate: Double
    /// By how much the candidate lies above the base, in the unit of the series: by Hodges and Lehmann where the values vary.
    public var shift: Double
    /// The shifts that the values allow; nil where the shift is exact or they are too few.
    public var interval: Interval?
    /// The probability of values so unlike by chance (Mann and Whitney); nil where nothing was tested.
    public var p: Double?
    /// The same corrected for all that was tested beside it (Holm); nil where it was left out for too few values.
    public var adjusted: Double?
    /// The smallest p that so many values could reach; nil where nothing was tested.
    public var smallestP: Double?
    /// How far the candidate's values lie above the base's, from −1 to 1 (Cliff's delta); nil where nothing was tested.
    public var delta: Double?
    /// By how much it must move to count.
    public var threshold: Threshold
    /// What is said of it.
    public var verdict: Verdict
    /// Why nothing is, where it is undecided.
    public var doubt: Doubt?

    /// The shift as a share of the base's median; nil where that is 0.
    public var relative: Double? { base == 0 ? nil : shift / abs(base) }

    /// The interval as shares of the base's median.
    public var relativeInterval: Interval? {
        guard let interval, base != 0 else { return nil }
        return Interval(low: interval.low / abs(base), high: interval.high / abs(base), level: interval.level)
    }

    /// The threshold as a share of the base's median.
    public var relativeThreshold: Double? { base == 0 ? nil : threshold.shift / abs(base) }

    /// Whether the shift is certain, not estimated.
    public var isExact: Bool { threshold.source == .exact }

    /// The size of the shift beside the values' spread; nil where nothing was tested.
    public var magnitude: Magnitude? {
        guard let delta else { return nil }
        return switch abs(delta) {
        case ..<0.147: .negligible
        case ..<0.33: .small
        case ..<0.474: .medium
        default: .large
        }
    }
}
