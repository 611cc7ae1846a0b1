import Model
import Store

extension CleanupAnalysis {
    /// What a run in a database says of `cleanup`; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run summary: RunSummary) throws -> CleanupFindings? {
        let scenarios = summary.scenarios(bearingOn: Questions.cleanup)
        guard !scenarios.isEmpty else { return nil }
        let missed = Set(
            try database.points(run: summary.id, name: FaultPoint.struck.rawValue).filter { $0.value == 0 }
                .compactMap(\.job))
        var jobs: [CleanupJob] = []
        try database.forEachJob(run: summary.id, including: .stepCounts) { stored in
            guard scenarios.contains(stored.record.scenario) else { return }
            let record = stored.record
            jobs.append(
                CleanupJob(
                    id: stored.id, job: Observation(record),
                    endedIn: record.outcome == .succeeded ? nil : record.failure?.phase,
                    missed: missed.contains(stored.id), cleanupFailed: record.cleanupFailure != nil))
        }
        return findings(
            run: summary, scenarios: scenarios, jobs: jobs,
            audits: try database.audits(run: summary.id).filter { scenarios.contains($0.record.scenario) },
            leaks: try database.leaks(run: summary.id).filter { scenarios.contains($0.scenario) },
            samples: try database.samples(run: summary.id).filter { scenarios.contains($0.scenario) })
    }
}
