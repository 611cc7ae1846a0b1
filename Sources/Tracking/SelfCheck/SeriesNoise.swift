import Model
import Statistics

/// How much a series varies where nothing differs, and what a comparison could tell of it for that.
package struct SeriesNoise: Sendable, Equatable {
    /// Of more jobs a side nothing is said.
    package static let mostJobs = 200
    /// What makes a normal distribution's standard deviation of the median of distances from the median.
    private static let deviationFactor = 1.4826

    /// What it is of.
    package let key: SeriesKey
    /// What is measured.
    package let metric: Metric
    /// How many values each side has.
    package let count: Int
    /// The median of both sides together.
    package let median: Double
    /// Whether all values are the same: then any change is seen.
    package let isConstant: Bool
    /// How far values lie from their median, as a share of it: a standard deviation, estimated by the median distance, which single
    /// outliers do not move. Nil where the median is 0.
    package let deviation: Double?
    /// Of times: the smallest relative change that so many jobs a side show beyond chance 95 times of 100; nil where not even a
    /// hundredfold is. Counts are not simulated: where they vary, it is by what the filesystem does, and not by chance alone.
    package let smallest: Double?
    /// How many jobs a side would show a change of 10 %; nil: more than `mostJobs`, or the median is 0.
    package let jobsForTenPercent: Int?
    /// The same of 5 %.
    package let jobsForFivePercent: Int?

    /// Nil where a side has no value, and for totals.
    ///
    /// - Parameter level: of a single test, corrected for all that is tested beside it.
    init?(_ first: MeasuredSeries, _ second: MeasuredSeries, level: Double, seed: UInt64) {
        guard !first.metric.isTotal, first.count > 0, second.count > 0,
            let sample = try? Sample(first.values + second.values)
        else { return nil }
        key = first.key
        metric = first.metric
        count = min(first.count, second.count)
        median = sample.median
        isConstant = sample.minimum == sample.maximum
        deviation =
            sample.median == 0
            ? nil : Self.deviationFactor * sample.medianAbsoluteDeviation / abs(sample.median)
        guard metric.kind == .timed, !isConstant, sample.median > 0, let base = Self.untied(sample) else {
            (smallest, jobsForTenPercent, jobsForFivePercent) = (nil, nil, nil)
            return
        }
        smallest = DetectableEffect.smallest(base: base, count: count, level: level, seed: seed)
        func jobs(for effect: Double) -> Int? {
            DetectableEffect.samplesNeeded(
                base: base, effect: effect, level: level, seed: seed, limit: Self.mostJobs)
        }
        jobsForTenPercent = jobs(for: 0.10)
        jobsForFivePercent = jobs(for: 0.05)
    }
    /// The same times made to differ by next to nothing: where two are equal, it is for the clock's resolution, and the simulation is
    /// many times faster without such.
    private static func untied(_ sample: Sample) -> Sample? {
        let least = sample.median * 1e-9
        return try? Sample(sample.sorted.enumerated().map { $0.element + Double($0.offset) * least })
    }
}
