import Records
import Results

extension OverheadAnalysis {
    /// What a run in a database says of `build-overhead`, in one pass over its jobs; nil where none of its scenarios bears
    /// on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    public static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> OverheadFindings? {
        let scenarios = run.scenarios(bearingOn: Questions.buildOverhead)
        guard !scenarios.isEmpty else { return nil }
        var observations: [Observation] = []
        observations.reserveCapacity(run.jobs)
        try database.forEachJob(run: run.id, including: .stepCounts) { job in
            guard scenarios.contains(job.record.scenario) else { return }
            observations.append(
                Observation(
                    job.record, cacheableSteps: job.stepCounts?.cacheable ?? 0,
                    cachedSteps: job.stepCounts?.cached ?? 0))
        }
        return findings(run: run, scenarios: scenarios, jobs: observations)
    }
}
