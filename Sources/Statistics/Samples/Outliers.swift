/// Values that lie far from the rest, and a slow first run: two different warnings, as the cures differ. Outliers speak of
/// disturbance from outside, a slow first run of caches that were not warm.
///
/// Source: B. Iglewicz, D. Hoaglin, "How to Detect and Handle Outliers" (1993): a modified z-score,
/// `0.6745·(x − median) / MAD`, beyond 3.5; where more than half of the values are equal and MAD so is 0,
/// `(x − median) / (1.253314·mean absolute deviation)`.
public struct Outliers: Sendable, Equatable {
    /// The modified z-score of each value, in the order of measurement; all 0 when all values are equal.
    public let scores: [Double]
    /// The indices, in the order of measurement from 0, of the values beyond the threshold on either side.
    public let indices: [Int]
    /// Whether the first measured value is an outlier above the others.
    public let slowFirst: Bool

    /// Diagnoses a sample.
    public init(_ sample: Sample, threshold: Double = 3.5) {
        let median = sample.median
        let deviation = sample.medianAbsoluteDeviation
        let meanDeviation = sample.values.reduce(0) { $0 + abs($1 - median) / Double(sample.count) }
        let scale = deviation > 0 ? deviation / 0.6745 : meanDeviation * 1.253314
        let scores = sample.values.map { scale > 0 ? ($0 - median) / scale : 0 }
        self.scores = scores
        indices = scores.indices.filter { abs(scores[$0]) > threshold }
        slowFirst = scores[0] > threshold
    }
}
