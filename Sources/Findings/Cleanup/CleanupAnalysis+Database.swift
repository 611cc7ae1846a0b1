import Records
import Results

extension CleanupAnalysis {
    /// What a run in a database says of `cleanup`; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    public static func analyse(_ database: ResultsDatabase, run summary: RunSummary) throws -> CleanupFindings? {
        let scenarios = summary.scenarios(bearingOn: Questions.cleanup)
        guard !scenarios.isEmpty else { return nil }
        var jobs: [(id: Int64, job: Observation)] = []
        try database.forEachJob(run: summary.id, including: .stepCounts) { stored in
            guard scenarios.contains(stored.record.scenario) else { return }
            jobs.append((stored.id, Observation(stored.record)))
        }
        return findings(
            run: summary, scenarios: scenarios, jobs: jobs,
            audits: try database.audits(run: summary.id).filter { scenarios.contains($0.record.scenario) },
            leaks: try database.leaks(run: summary.id).filter { scenarios.contains($0.scenario) },
            samples: try database.samples(run: summary.id).filter { scenarios.contains($0.scenario) })
    }
}
