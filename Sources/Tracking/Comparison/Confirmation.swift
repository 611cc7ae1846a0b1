import Model

/// The result of measuring again what looked worse, base and candidate in turn.
package struct Confirmation: Sendable {
    package let turns: Int
    let baseCommand, candidateCommand: String
    /// The series that looked worse, with their new results.
    package let again: [SeriesComparison]
    /// Series without values this time, which keep their verdicts.
    package let missing: [SeriesKey]

    /// Compares the two sides, measured again with a run for each turn, in the series that looked worse only.
    /// - Throws: `TrackingError`, `cannotConfirm` where a side has no run.
    package init(
        of comparison: Comparison, base: [MeasuredRun], candidate: [MeasuredRun], baseCommand: String,
        candidateCommand: String
    ) throws(TrackingError) {
        let suspects = Set(comparison.worse.map(\.key))
        guard let first = MeasuredRun.merged(base, keys: suspects),
            let second = MeasuredRun.merged(candidate, keys: suspects)
        else { throw TrackingError(.cannotConfirm, "nothing was measured again") }
        (turns, self.baseCommand, self.candidateCommand) = (base.count, baseCommand, candidateCommand)
        again = Comparison.make(base: first, candidate: second, terms: comparison.terms).series
        missing = suspects.subtracting(again.map(\.key)).sorted()
    }

    /// The series that stay worse: worse again, or not measured again.
    package var confirmed: Set<SeriesKey> { Set(again.filter { $0.verdict == .worse }.map(\.key)).union(missing) }

    /// Whether a figure of the pairs that is worse stays so. What is exact was never in doubt; a time whose series were
    /// measured again must be worse again in one of them.
    func upholds(_ finding: Finding) -> Bool {
        func isOf(_ key: SeriesKey) -> Bool {
            key.metric == finding.metric.id && key.scenario == finding.scenario && key.fixture == finding.fixture
        }
        guard finding.isTimed, again.contains(where: { isOf($0.key) }) else { return true }
        return confirmed.contains(where: isOf)
    }

    /// The overall result when only what is confirmed counts as worse.
    package func outcome(of comparison: Comparison) -> Comparison.Outcome {
        guard confirmed.isEmpty else { return .regression }
        var isBetter = !comparison.better.isEmpty
        if let primary = comparison.primary {
            let isWorse = primary.findings.contains { $0.verdict == .worse && upholds($0) }
            if isWorse || !primary.worseLeaks.isEmpty || !primary.failures.new.isEmpty { return .regression }
            if !primary.failures.broken.isEmpty { return .failedJobs }
            isBetter = isBetter || primary.better > 0
        }
        return isBetter ? .improvement : .unchanged
    }
}

extension MeasuredRun {
    /// Several runs merged under the first one's name: values concatenated, totals added up. Nil where there is none.
    static func merged(_ runs: [MeasuredRun], keys: Set<SeriesKey>) -> MeasuredRun? {
        guard let first = runs.first else { return nil }
        let series = keys.compactMap { key -> MeasuredSeries? in
            let parts = runs.compactMap { $0.series[key] }
            guard let metric = parts.first?.metric else { return nil }
            let values = parts.flatMap(\.values)
            return MeasuredSeries(key: key, metric: metric, values: metric.isTotal ? [values.reduce(0, +)] : values)
        }
        return MeasuredRun(run: first.run, series: series)
    }
}
