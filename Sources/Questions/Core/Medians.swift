import Statistics

/// The pure statistics, with nil for what there is nothing to compute of.
enum Medians {
    /// The median; nil for no values.
    static func plain(_ values: [Double]) -> Double? { (try? Sample(values))?.median }

    /// The weighted median; nil for no values. What weighs nothing does not count.
    static func weighted(_ values: [Double], weights: [Double]) -> Double? {
        var (values, weights) = (values, weights)
        if !weights.allSatisfy({ $0 > 0 }) {
            let counted = zip(values, weights).filter { $0.1 > 0 }
            (values, weights) = (counted.map(\.0), counted.map(\.1))
        }
        guard var selection = try? WeightedSelection(values, weights: weights) else { return nil }
        return selection.median()
    }

    /// The median and the modified z-score of each value; nil where the values are too few to call one an outlier.
    static func diagnosed(_ values: [Double]) -> (median: Double, scores: [Double])? {
        guard values.count >= Estimate.fewestJobs, let sample = try? Sample(values) else { return nil }
        return (sample.median, Outliers(sample, threshold: WarningSearch.outlierScore).scores)
    }
}

extension Interval {
    var range: ClosedRange<Double> { min(low, high)...max(low, high) }
}

/// A shift of paired differences of times from 0, in seconds.
struct PairedDifference: Sendable, Equatable {
    /// The Hodges–Lehmann estimate: the median of all means of two differences.
    var shift: Double
    /// Its 95 % interval; nil where the pairs are too few, as is the next.
    var interval: ClosedRange<Double>?
    /// How probable so large a difference were if there was none (Wilcoxon's signed ranks, two-sided).
    var probability: Double?
}

enum Paired {
    /// The smallest step between two times, in seconds: the coarsest clock that is recorded counts milliseconds.
    static let clockStep = 0.001

    /// The shift of differences of times from 0, in seconds. Where all are the same it is known to the clock's step only.
    static func difference(_ differences: [Double]) -> PairedDifference {
        guard let sample = try? Sample(differences) else { return PairedDifference(shift: 0) }
        let estimate = PairedShift(sample.values)
        return PairedDifference(
            shift: estimate.shift,
            interval: (estimate.interval?.range).map { range in
                range.isWithoutWidth ? range.lowerBound - clockStep...range.upperBound + clockStep : range
            },
            probability: sample.count >= Estimate.fewestJobs ? SignedRank(sample).p : nil)
    }
}
