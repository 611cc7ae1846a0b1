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
        let summary = try find(run, in: database, includingExcluded: includingExcluded)
        let scenarios = summary.record.scenarios.filter { $0.questions.contains(Questions.buildOverhead.id) }.map(
            \.name)
        guard !scenarios.isEmpty else {
            throw FindingsError(
                .otherQuestion,
                "none of the scenarios of run \(summary.id.uuidString) bears on "
                    + "\(Questions.buildOverhead.id): name another run, or run `plimsoll run scenarios/overhead.yaml`")
        }
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

    private static func find(
        _ run: UUID?, in database: ResultsDatabase, includingExcluded: Bool
    ) throws -> RunSummary {
        guard let found = try run.map(database.run) ?? database.latestRun() else {
            throw FindingsError(
                .noRun,
                run.map { "there is no run \($0.uuidString) in \(database.path): name another run or database" }
                    ?? "\(database.path) holds no run that counts: `plimsoll run scenarios/overhead.yaml` makes one")
        }
        if let reason = found.excluded, !includingExcluded {
            throw FindingsError(
                .excluded,
                "run \(found.id.uuidString) is excluded (\(reason)): ask for excluded runs to see it all the same")
        }
        return found
    }
}
