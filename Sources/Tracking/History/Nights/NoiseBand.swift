import Statistics

/// The range in which a night was to be expected, by the nights before it.
///
/// It is their median, and three robust standard deviations to either side: 1.4826 times the median distance from the median,
/// which a single bad night does not widen. It begins anew at each step.
enum NoiseBand {
    /// The fewest earlier nights that it can rest on, and the most: older ones describe a worker that has changed since.
    static let least = 5, most = 20
    static let deviations = 3.0

    /// A range a point, in the unit of the metric; nil where too few nights came before.
    static func ranges(of line: MetricHistory.Line) -> [ClosedRange<Double>?] {
        let steps = line.steps.map(\.index)
        return line.points.indices.map { index in
            let start = max(steps.last { $0 <= index } ?? 0, index - most)
            guard index - start >= least, let past = try? Sample(line.points[start..<index].map(\.median)) else {
                return nil
            }
            let reach = deviations * past.robustDeviation
            return past.median - reach...past.median + reach
        }
    }
}
