import Statistics
import Store

extension Comparison {
    /// Puts two runs beside each other, series by series.
    ///
    /// Whether they are like each other is told by `likeness`, not decided here.
    ///
    /// - Parameter history: earlier runs like them, the base and the candidate not among them, for thresholds.
    public static func make(
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
