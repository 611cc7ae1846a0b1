import Foundation

/// Outliers, which suggest disturbance from outside, and a slow first run, which suggests cold caches.
///
/// Source: B. Iglewicz, D. Hoaglin, "How to Detect and Handle Outliers" (1993): a modified z-score, `0.6745·(x −
/// median) / MAD`, beyond 3.5. If more than half of the values are equal, and so MAD is 0: `(x − median) /
/// (1.253314·mean absolute deviation)`.
package struct Outliers: Sendable, Equatable {
    /// The modified z-score of each value, in the order of measurement; all 0 if all values are equal.
    package let scores: [Double]
    /// Indices, from 0 in the order of measurement, of the values beyond the threshold on either side.
    package let indices: [Int]
    package let slowFirst: Bool

    package init(_ sample: Sample, threshold: Double = 3.5) {
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

package enum SteadyState {
    /// How many values at the start to leave out: at most half of them, so that the mean of the rest has the least
    /// standard error (MSER); of fewer than four values none. nil if that is at the bound, as they did not settle, or a
    /// value is not finite.
    ///
    /// Source: K. White, "An effective truncation heuristic for bias reduction in simulation output", Simulation 69
    /// (1997).
    package static func truncation(_ values: [Double]) -> Int? {
        guard values.allSatisfy(\.isFinite) else { return nil }
        guard values.count >= 4 else { return 0 }
        let most = values.count / 2
        var (best, least) = (0, Double.infinity)
        for left in 0...most {
            let rest = values[left...]
            let count = Double(rest.count)
            let mean = rest.reduce(0) { $0 + $1 / count }
            let error = rest.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count * count)
            if error < least { (best, least) = (left, error) }
        }
        return best == most ? nil : best
    }
}

/// What n cases exclude if none of them showed something. Not seeing anything does not prove that there is nothing.
///
/// Source: C. Clopper, E. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
/// Biometrika 26 (1934); J. Hanley, A. Lippman-Hand, "If nothing goes wrong, is everything all right?", Journal of the
/// American Medical Association 249 (1983): the "rule of three".
package enum Unseen {
    /// The largest share of all cases that could show it although none of `count` did: the upper end of the exact
    /// one-sided interval, `1 − (1 − level)^(1/count)`. 1 without cases. With weights `count` is the equivalent number
    /// of equal ones.
    package static func largestShare(of count: Double, level: Double = 0.95) -> Double {
        guard count > 0, level > 0 else { return count > 0 ? 0 : 1 }
        guard level < 1 else { return 1 }
        return -expm1(log1p(-level) / count)
    }

    /// The fewest cases that, if none shows it, exclude a larger share than `share`; nil if no number is enough.
    package static func casesNeeded(toExcludeOver share: Double, level: Double = 0.95) -> Double? {
        guard share > 0, level < 1 else { return nil }
        guard share < 1, level > 0 else { return 1 }
        // A whole number with a rounding error must not be rounded up to the next one.
        return max((log1p(-level) / log1p(-share) - 1e-9).rounded(.up), 1)
    }
}
