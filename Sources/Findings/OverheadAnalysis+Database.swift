import Foundation
import Records
import Results

extension OverheadAnalysis {
    /// What a run in a database says of `build-overhead`, in one pass over its jobs.
    ///
    /// - Parameters:
    ///   - run: the run; nil takes the latest that is not excluded.
    ///   - includingExcluded: whether an excluded run is analysed all the same (the findings say so).
    /// - Throws: `FindingsError`; `ResultsError` where the database cannot be read.
    public static func analyse(
        _ database: ResultsDatabase, run: UUID? = nil, includingExcluded: Bool = false
    ) throws -> OverheadFindings {
        let summary = try RunSelection.find(run, in: database, includingExcluded: includingExcluded)
        let scenarios = try summary.scenarios(bearingOn: Questions.buildOverhead, shipped: "overhead")
        var observations: [Observation] = []
        observations.reserveCapacity(summary.jobs)
        try database.forEachJob(run: summary.id, including: .stepCounts) { job in
            guard scenarios.contains(job.record.scenario) else { return }
            observations.append(
                Observation(
                    job.record, cacheableSteps: job.stepCounts?.cacheable ?? 0,
                    cachedSteps: job.stepCounts?.cached ?? 0))
        }
        return findings(run: summary, scenarios: scenarios, jobs: observations)
    }
}
