import Model
import Store

extension DependencyAnalysis {
    /// What a run in a database says of `cacheable-dependencies`; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run summary: RunSummary) throws -> DependencyFindings? {
        let scenarios = summary.scenarios(bearingOn: Questions.cacheableDependencies)
        guard !scenarios.isEmpty else { return nil }
        var figures: [Int64: [DependencyPoint: Double]] = [:]
        for name in DependencyPoint.allCases {
            for point in try database.points(run: summary.id, name: name.rawValue) {
                if let job = point.job { figures[job, default: [:]][name] = point.value }
            }
        }
        var jobs: [DependencyObservation] = []
        try database.forEachJob(run: summary.id, including: .steps) { stored in
            guard scenarios.contains(stored.record.scenario),
                let job = DependencyObservation(stored.record, points: figures[stored.id] ?? [:])
            else { return }
            jobs.append(job)
        }
        return findings(run: summary, scenarios: scenarios, jobs: jobs)
    }
}
