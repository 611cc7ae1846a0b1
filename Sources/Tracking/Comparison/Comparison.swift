import Model
import Statistics
import Store

/// Two runs beside each other: what became of each series.
package struct Comparison: Sendable {
    /// What all of it comes to.
    package enum Outcome: String, Sendable, Codable {
        /// More jobs failed that should not have.
        case failedJobs = "failed_jobs"
        /// Something got worse.
        case regression
        /// Something got better and nothing worse.
        case improvement
        /// Nothing moved that can be told.
        case unchanged
    }

    /// The run that is compared with.
    package var base: RunSummary
    /// The run that is looked at.
    package var candidate: RunSummary
    /// The rules.
    package var terms: ComparisonTerms
    /// In what the runs' circumstances differ.
    package var likeness: Likeness
    /// The series that both have, by key.
    package var series: [SeriesComparison]
    /// Those that only the base has, by key.
    package var onlyInBase: [SeriesKey]
    /// Those that only the candidate has, by key.
    package var onlyInCandidate: [SeriesKey]
    /// How many tests the correction is for.
    package var tests: Int
    /// How many earlier runs the thresholds could rest on.
    package var earlierRuns: Int

    /// What got worse, the largest relative shift first.
    package var worse: [SeriesComparison] { sorted(.worse) }
    /// What got better, the largest relative shift first.
    package var better: [SeriesComparison] { sorted(.better) }

    /// What moved, or may have moved, where neither more nor less is better. The largest relative shift comes first.
    package var unjudged: [SeriesComparison] { sorted(.unjudged) }

    /// How many of the series have a verdict.
    package func count(_ verdict: SeriesComparison.Verdict) -> Int {
        series.reduce(0) { $0 + ($1.verdict == verdict ? 1 : 0) }
    }

    /// What all of it comes to.
    package var outcome: Outcome {
        if failedMore > 0 { return .failedJobs }
        if series.contains(where: { $0.verdict == .worse }) { return .regression }
        return series.contains(where: { $0.verdict == .better }) ? .improvement : .unchanged
    }

    /// By how many the candidate's jobs that failed and should not have outnumber the base's, over all series that both have;
    /// series with fewer do not make up for those with more.
    package var failedMore: Int {
        series.reduce(0) { sum, series in
            sum + (series.metric.id == Metric.failedJobs.id ? max(0, Int(series.shift)) : 0)
        }
    }

    private func sorted(_ verdict: SeriesComparison.Verdict) -> [SeriesComparison] {
        series.filter { $0.verdict == verdict }.sorted { left, right in
            let first = abs(left.relative ?? .infinity)
            let second = abs(right.relative ?? .infinity)
            return first == second ? left.key < right.key : first > second
        }
    }
}

extension Comparison {
    /// Puts two runs beside each other, series by series.
    ///
    /// Whether they are like each other is told by `likeness`, not decided here.
    ///
    /// - Parameter history: earlier runs like them, the base and the candidate not among them, for thresholds.
    package static func make(
        base: MeasuredRun, candidate: MeasuredRun, terms: ComparisonTerms = ComparisonTerms(),
        history: [MeasuredRun] = []
    ) -> Comparison {
        var series: [SeriesComparison] = []
        var tested: [TestedSeries] = []
        for key in base.series.keys.sorted() {
            guard let first = base.series[key], let second = candidate.series[key] else { continue }
            let past = history.compactMap { $0.series[key] }
            if let exact = ExactSeries(base: first, candidate: second, history: past) {
                series.append(exact.comparison)
            } else if let noisy = TestedSeries(base: first, candidate: second, history: past, terms: terms) {
                tested.append(noisy)
            }
        }
        // What is never judged needs no correction, and takes nothing from what is.
        let unjudged = tested.filter { $0.metric.direction == .neither }
        tested.removeAll { $0.metric.direction == .neither }
        let measured = Array(base.series.values) + Array(candidate.series.values)
        let countsOnly = !measured.contains { $0.metric.kind == .timed }
        let family = TestFamily(smallest: tested.map(\.smallestP), p: tested.map(\.p), level: terms.level)
        for (index, noisy) in tested.enumerated() {
            series.append(noisy.comparison(adjusted: family.adjusted[index], needed: family.needed, terms: terms))
        }
        series += unjudged.map { $0.comparison(adjusted: nil, needed: family.needed, terms: terms) }
        return Comparison(
            base: base.run, candidate: candidate.run, terms: terms,
            likeness: Likeness(base.run, candidate.run, countsOnly: countsOnly),
            series: series.sorted { $0.key < $1.key },
            onlyInBase: base.series.keys.filter { candidate.series[$0] == nil }.sorted(),
            onlyInCandidate: candidate.series.keys.filter { base.series[$0] == nil }.sorted(),
            tests: family.tests, earlierRuns: history.count)
    }
}
