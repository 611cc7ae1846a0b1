import Statistics

/// The pure statistics, with nil for what there is nothing to compute of.
enum Medians {
    /// The median; nil for no values.
    static func plain(_ values: [Double]) -> Double? {
        (try? Sample(values))?.median
    }

    /// The weighted median; nil for no values. What weighs nothing does not count.
    static func weighted(_ values: [Double], weights: [Double]) -> Double? {
        let counted = zip(values, weights).filter { $0.1 > 0 }
        return (try? WeightedSample(counted.map(\.0), weights: counted.map(\.1)))?.median
    }

    /// The modified z-score of each value; nil where the values are too few to call one an outlier.
    static func modifiedScores(_ values: [Double]) -> [Double]? {
        guard values.count >= Estimate.fewestJobs, let sample = try? Sample(values) else { return nil }
        return Outliers(sample, threshold: CautionSearch.outlierScore).scores
    }
}

extension Interval {
    /// From the lower to the upper end.
    var range: ClosedRange<Double> { min(low, high)...max(low, high) }
}
