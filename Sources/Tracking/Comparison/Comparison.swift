import Model
import Store

/// A comparison of two runs: the verdict on each series.
package struct Comparison: Sendable {
    /// The overall result: `improvement` only where nothing got worse.
    package enum Outcome: String, Sendable, Codable {
        /// Jobs could not be measured: the engine was lost, or refused them.
        case failedJobs = "failed_jobs"
        /// Something got worse, or jobs fail that did not.
        case regression
        case improvement, unchanged
    }

    package let base, candidate: RunSummary
    package let terms: ComparisonTerms
    package let likeness: Likeness
    /// The series that both have, by key.
    package let series: [SeriesComparison]
    /// By key.
    package let onlyInBase, onlyInCandidate: [SeriesKey]
    /// The number of tests that the correction is for.
    package let tests: Int
    /// How many earlier runs the thresholds could rest on.
    package let earlierRuns: Int
    /// What is not compared because of the clocks of commands; nil where all is. It is one of the cautions, too.
    package let clockNote: String?
    /// The few metrics that matter, compared first, by pairs of jobs of the same revision; nil where they were not.
    package var primary: Night?

    // The largest relative shift first.
    package var worse: [SeriesComparison] { sorted(.worse) }
    package var better: [SeriesComparison] { sorted(.better) }
    package var unjudged: [SeriesComparison] { sorted(.unjudged) }
    package func count(_ verdict: SeriesComparison.Verdict) -> Int { series.count { $0.verdict == verdict } }

    package var outcome: Outcome {
        if count(.worse) > 0 || (primary == nil && failedMore > 0) { return .regression }
        switch primary?.outcome {
        case .regression?: return .regression
        case .failedJobs?: return .failedJobs
        case .improvement?: return .improvement
        case .unchanged?, .cannotTell?, nil: return count(.better) > 0 ? .improvement : .unchanged
        }
    }

    /// How many more of the candidate's jobs failed and should not have, over all series that both have. Series with
    /// fewer failures do not offset those with more.
    package var failedMore: Int {
        series.filter { $0.metric.id == Metric.failedJobs.id }.reduce(0) { $0 + max(0, Int($1.shift)) }
    }

    private func sorted(_ verdict: SeriesComparison.Verdict) -> [SeriesComparison] {
        series.filter { $0.verdict == verdict }.sorted { left, right in
            let (first, second) = (abs(left.relative ?? .infinity), abs(right.relative ?? .infinity))
            return first == second ? left.key < right.key : first > second
        }
    }
}

extension Comparison {
    /// Compares two runs, series by series. Whether they are comparable is in `likeness`, and not decided here.
    /// - Parameter history: earlier comparable runs, without the base and the candidate, for thresholds.
    package static func make(
        base: MeasuredRun, candidate: MeasuredRun, terms: ComparisonTerms = ComparisonTerms(),
        history: [MeasuredRun] = []
    ) -> Comparison {
        var series: [SeriesComparison] = []
        var tested: [TestedSeries] = []
        for key in base.series.keys.sorted() {
            guard let first = base.series[key], let second = candidate.series[key] else { continue }
            let past = history.compactMap { $0.series[key] }
            if let exact = SeriesComparison.exact(base: first, candidate: second, history: past) {
                series.append(exact)
            } else if let noisy = TestedSeries(base: first, candidate: second, history: past, terms: terms) {
                tested.append(noisy)
            }
        }
        // Series that are never judged need no correction, and must not weaken the tests of the others.
        let unjudged = tested.filter { $0.metric.direction == .neither }
        tested.removeAll { $0.metric.direction == .neither }
        let measured = Array(base.series.values) + Array(candidate.series.values)
        let countsOnly = !measured.contains { $0.metric.kind == .timed }
        let family = TestFamily(smallest: tested.map(\.smallestP), p: tested.map(\.p), level: terms.level)
        for (index, noisy) in tested.enumerated() {
            series.append(noisy.comparison(adjusted: family.adjusted[index], needed: family.needed, terms: terms))
        }
        series += unjudged.map { $0.comparison(adjusted: nil, needed: family.needed, terms: terms) }
        var likeness = Likeness(base.run, candidate.run, countsOnly: countsOnly)
        let note = ClockDifference.note(base: base.clocks, candidate: candidate.clocks)
        if let note { likeness.cautions.append(note) }
        return Comparison(
            base: base.run, candidate: candidate.run, terms: terms, likeness: likeness,
            series: series.sorted { $0.key < $1.key }, onlyInBase: base.keys(without: candidate),
            onlyInCandidate: candidate.keys(without: base), tests: family.tests, earlierRuns: history.count,
            clockNote: note)
    }
}

extension MeasuredRun {
    fileprivate var clocks: Set<CommandClock> { Set(series.keys.compactMap(\.clock)) }

    /// The series that another run does not have, whatever the clock.
    fileprivate func keys(without other: MeasuredRun) -> [SeriesKey] {
        series.keys.filter { key in
            let clocks = key.clock == nil ? [nil] : CommandClock.allCases.map(Optional.init)
            return !clocks.contains { clock in
                var same = key
                same.clock = clock
                return other.series[same] != nil
            }
        }.sorted()
    }
}
