import Statistics
import Store

/// Two runs beside each other: what became of each series.
public struct Comparison: Sendable {
    /// What all of it comes to.
    public enum Outcome: String, Sendable, Codable {
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
    public var base: RunSummary
    /// The run that is looked at.
    public var candidate: RunSummary
    /// The rules.
    public var terms: ComparisonTerms
    /// In what the runs' circumstances differ.
    public var likeness: Likeness
    /// The series that both have, by key.
    public var series: [SeriesComparison]
    /// Those that only the base has, by key.
    public var onlyInBase: [SeriesKey]
    /// Those that only the candidate has, by key.
    public var onlyInCandidate: [SeriesKey]
    /// How many tests the correction is for.
    public var tests: Int
    /// How many earlier runs the thresholds could rest on.
    public var earlierRuns: Int

    /// What got worse, the largest relative shift first.
    public var worse: [SeriesComparison] { sorted(.worse) }
    /// What got better, the largest relative shift first.
    public var better: [SeriesComparison] { sorted(.better) }

    /// What moved, or may have moved, where neither more nor less is better. The largest relative shift comes first.
    public var unjudged: [SeriesComparison] { sorted(.unjudged) }

    /// How many of the series have a verdict.
    public func count(_ verdict: SeriesComparison.Verdict) -> Int {
        series.reduce(0) { $0 + ($1.verdict == verdict ? 1 : 0) }
    }

    /// What all of it comes to.
    public var outcome: Outcome {
        if failedMore > 0 { return .failedJobs }
        if series.contains(where: { $0.verdict == .worse }) { return .regression }
        return series.contains(where: { $0.verdict == .better }) ? .improvement : .unchanged
    }

    /// By how many the candidate's jobs that failed and should not have outnumber the base's, over all series that both have;
    /// series with fewer do not make up for those with more.
    public var failedMore: Int {
        series.reduce(0) { sum, series in
            sum + (series.metric.id == Metrics.failedJobs.id ? max(0, Int(series.shift)) : 0)
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
