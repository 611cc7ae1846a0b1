import Statistics

extension Threshold {
    /// What makes a normal distribution's standard deviation of the median of distances from the median.
    private static let deviationFactor = 1.4826

    /// By how much a series must move: by its own noise from run to run where there is a history, else by a fixed share.
    ///
    /// The medians of two runs, each with the standard deviation s, differ with s·√2: a difference must reach the terms' multiple of
    /// that. s is estimated from the median of the distances of the history's medians from theirs, which a single bad night does
    /// not move.
    init(of metric: Metric, base: Double, history: [MeasuredSeries], terms: ComparisonTerms) {
        let floor = metric.unit == "s" ? terms.leastSeconds : 0
        let medians = history.compactMap { (try? Sample($0.values))?.median }
        if medians.count >= max(terms.leastHistory, 2), let past = try? Sample(medians) {
            let deviation = Self.deviationFactor * past.medianAbsoluteDeviation
            let noise = terms.deviations * 2.0.squareRoot() * deviation
            self.init(
                shift: max(noise, terms.leastThreshold * abs(base), floor), source: .history(runs: medians.count))
        } else {
            let share = metric.kind == .timed ? terms.timedThreshold : terms.countedThreshold
            self.init(shift: max(share * abs(base), floor), source: .fixed)
        }
    }
}
