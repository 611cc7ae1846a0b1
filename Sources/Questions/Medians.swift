import Statistics

/// The pure statistics, with nil for what there is nothing to compute of.
enum Medians {
    /// The median; nil for no values.
    static func plain(_ values: [Double]) -> Double? {
        (try? Sample(values))?.median
    }

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
        return (sample.median, Outliers(sample, threshold: CautionSearch.outlierScore).scores)
    }
}

extension Interval {
    /// From the lower to the upper end.
    var range: ClosedRange<Double> { min(low, high)...max(low, high) }
}
