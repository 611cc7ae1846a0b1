import Model
import Store

/// From a run's jobs to what they say of `build-overhead`. Pure: the same jobs in the same order give the same findings.
struct OverheadAnalysis: Sendable {
    private let run: RunSummary
    private let scenarios: [String]
    private let jobs: [Series: [Observation]]

    /// The findings of the given jobs, in plan order, all of scenarios that bear on the question.
    static func findings(
        run: RunSummary, scenarios: [String], jobs: some Sequence<Observation>
    ) -> OverheadFindings {
        findings(run: run, scenarios: scenarios, bySeries: Dictionary(grouping: jobs, by: \.series))
    }

    /// The same where the jobs were gathered by series.
    static func findings(
        run: RunSummary, scenarios: [String], bySeries jobs: [Series: [Observation]]
    ) -> OverheadFindings {
        OverheadAnalysis(run: run, scenarios: scenarios, jobs: jobs).findings()
    }

    private func findings() -> OverheadFindings {
        let series = jobs.keys.sorted()
        let pooled = Set(series.filter { !$0.isFloor }.map(\.configuration)).sorted().map(pool)
        let found = series.map { SeriesAnalysis(series: $0, jobs: jobs[$0] ?? [], seed: run.record.seed).findings() }
        return OverheadFindings(
            run: run, scenarios: scenarios, verdict: OverheadRule.verdict(pooled: pooled), pooled: pooled,
            series: found, cautions: CautionSearch(run: run, jobs: jobs, series: found).cautions())
    }

    /// One configuration over all its real fixtures.
    private func pool(configuration: String) -> PooledOverhead {
        let real = jobs.keys.filter { !$0.isFloor && $0.configuration == configuration }.sorted()
        let warm = real.lazy.flatMap { jobs[$0] ?? [] }.filter(\.isWarm)
        let estimate = warm.median(of: \.overhead, seed: run.record.seed)
        let (answer, jobsNeeded) = OverheadRule.judge(estimate)
        return PooledOverhead(
            configuration: configuration, estimate: estimate, share: warm.weightedMedian(of: \.share), answer: answer,
            jobsNeeded: jobsNeeded)
    }
}
