import Model
import Statistics

/// How much a series varies where nothing differs, and what change a comparison could detect despite that.
package struct SeriesNoise: Sendable, Equatable {
    /// Nothing is claimed about more jobs per side than this.
    package static let mostJobs = 200

    package let key: SeriesKey
    package let metric: Metric
    package let count: Int
    package let median: Double
    /// Whether all values are the same: then any change is seen.
    package let isConstant: Bool
    /// The standard deviation as a share of the median, estimated by the median distance, which single outliers do not
    /// move. Nil where the median is 0.
    package let deviation: Double?
    /// For times: the smallest relative change that this many jobs per side show beyond chance 95 times of 100. Nil
    /// where not even a hundredfold change is shown. Counts are not simulated: they vary with the filesystem, and not
    /// by chance alone.
    package let smallest: Double?
    /// How many jobs per side would show a change of 10 % or 5 %; nil: more than `mostJobs`, or the median is 0.
    package let jobsForTenPercent, jobsForFivePercent: Int?

    /// Nil where a side has no value, and for totals.
    /// - Parameter level: of a single test, corrected for all tests.
    init?(_ first: MeasuredSeries, _ second: MeasuredSeries, level: Double, seed: UInt64) {
        guard !first.metric.isTotal, first.count > 0, second.count > 0,
            let sample = try? Sample(first.values + second.values)
        else { return nil }
        (key, metric) = (first.key, first.metric)
        count = min(first.count, second.count)
        median = sample.median
        isConstant = sample.minimum == sample.maximum
        deviation = sample.median == 0 ? nil : sample.robustDeviation / abs(sample.median)
        guard metric.kind == .timed, !isConstant, sample.median > 0, let base = Self.untied(sample) else {
            (smallest, jobsForTenPercent, jobsForFivePercent) = (nil, nil, nil)
            return
        }
        smallest = DetectableEffect.smallest(base: base, count: count, level: level, seed: seed)
        func jobs(for effect: Double) -> Int? {
            DetectableEffect.samplesNeeded(base: base, effect: effect, level: level, seed: seed, limit: Self.mostJobs)
        }
        (jobsForTenPercent, jobsForFivePercent) = (jobs(for: 0.10), jobs(for: 0.05))
    }

    /// The same times, made to differ by a tiny amount: equal ones result from the clock's resolution, and the
    /// simulation is many times faster without ties.
    private static func untied(_ sample: Sample) -> Sample? {
        let least = sample.median * 1e-9
        return try? Sample(sample.sorted.enumerated().map { $0.element + Double($0.offset) * least })
    }
}
