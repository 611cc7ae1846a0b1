import Model
import Store

/// What a run says of `build-overhead`.
struct OverheadEvidence: Sendable, Equatable {
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// Each configuration over all its real fixtures, by name.
    var pooled: [PooledOverhead]
    /// Each fixture in each configuration: real fixtures first, the floor last.
    var series: [SeriesFindings]
    var warnings: [Warning]

    var real: [SeriesFindings] { series.filter { !$0.series.isFloor } }
    /// The no-op fixture's series: the least that a job costs.
    var floor: [SeriesFindings] { series.filter(\.series.isFloor) }
}

/// The overhead of one configuration over all its real fixtures: what the rule judges.
struct PooledOverhead: Sendable, Equatable {
    var configuration: String
    /// Median overhead in seconds, weighted to the trace's real proportions; nil where no warm job succeeded.
    var estimate: Estimate?
    /// Median of overhead over wall time, from 0 to 1, likewise.
    var share: Double?

    /// What the rule says of this configuration alone.
    var answer: Verdict.Answer { OverheadRule.judge(estimate).answer }
    /// How many more jobs would decide it, where it is undecided and jobs can.
    var jobsNeeded: Int? { OverheadRule.judge(estimate).jobsNeeded }
}

/// From a run's jobs to what they say of `build-overhead`.
enum OverheadAnalysis {
    typealias Survey = (overhead: OverheadEvidence?, steps: CountedSteps)

    /// What a run says of it; nil where none of its scenarios bears on it.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> OverheadEvidence? {
        try surveyed(database, run: run).overhead
    }

    /// The same with what the pass over the jobs counted beside: over a million jobs a second pass would be felt.
    static func surveyed(_ database: ResultsDatabase, run: RunSummary) throws -> Survey {
        let scenarios = run.scenarios(bearingOn: BuildOverheadQuestion().id)
        var collector = JobCollector(scenarios: scenarios)
        var hasNamedChanges = false
        let tallies = try database.survey(run: run.id) { job in
            if !hasNamedChanges { hasNamedChanges = job.isOfNamedChange }
            collector.add(job)
        }
        let steps = CountedSteps(tallies: tallies, hasNamedChanges: hasNamedChanges)
        if scenarios.isEmpty { return (nil, steps) }
        return (evidence(run: run, scenarios: scenarios, jobs: collector.jobs), steps)
    }

    /// What the given jobs say, all of scenarios that bear on the question. Pure: the same jobs give the same evidence.
    private static func evidence(run: RunSummary, scenarios: [String], jobs: [Series: [Job]]) -> OverheadEvidence {
        let series = jobs.keys.sorted()
        let configurations = Set(series.filter { !$0.isFloor }.map(\.configuration)).sorted()
        let found = series.map { SeriesAnalysis(series: $0, jobs: jobs[$0] ?? [], seed: run.record.seed).findings() }
        return OverheadEvidence(
            run: run, scenarios: scenarios,
            pooled: configurations.map { configuration in
                let real = series.filter { !$0.isFloor && $0.configuration == configuration }
                let warm = real.lazy.flatMap { jobs[$0] ?? [] }.filter(\.isWarm)
                return PooledOverhead(
                    configuration: configuration, estimate: warm.median(of: \.overhead, seed: run.record.seed),
                    share: warm.weightedMedian(of: \.share))
            },
            series: found, warnings: WarningSearch(run: run, jobs: jobs, series: found).warnings())
    }
}

extension RunReader {
    /// What its jobs say of `build-overhead`, and what of the caches, in one pass over them.
    func survey() async throws -> OverheadAnalysis.Survey {
        try await once("survey") { try OverheadAnalysis.surveyed(database, run: run) }
    }
}
