import Statistics

/// A series whose change is certain: a total, or a count that is the same from job to job on both sides.
struct ExactSeries {
    /// So many values with one result show that it is the same from job to job.
    private static let repeated = 3

    let comparison: SeriesComparison

    /// Nil where it has to be tested.
    init?(base: MeasuredSeries, candidate: MeasuredSeries, history: [MeasuredSeries]) {
        let metric = base.metric
        guard metric.kind == .counted, let first = base.constant, let second = candidate.constant else { return nil }
        let shift = second - first
        // A total of one run is one value, and all that there is.
        let alike = history.reduce(base.count + candidate.count) { $0 + ($1.constant == first ? $1.count : 0) }
        let isShown = metric.isTotal || shift == 0 || alike >= Self.repeated
        let verdict: SeriesComparison.Verdict =
            shift == 0
            ? .same : metric.direction == .neither || isShown ? metric.verdict(on: shift) : .undecided
        comparison = SeriesComparison(
            key: base.key, metric: metric, baseCount: base.count, candidateCount: candidate.count, base: first,
            candidate: second, shift: shift, threshold: Threshold(shift: 0, source: .exact), verdict: verdict,
            doubt: verdict == .undecided ? .notRepeated : nil)
    }
}
