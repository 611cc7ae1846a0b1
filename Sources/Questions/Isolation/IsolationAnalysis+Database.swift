import Model
import Store

extension IsolationAnalysis {
    /// What a run in a database says of `isolation`; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run summary: RunSummary) throws -> IsolationFindings? {
        let scenarios = summary.scenarios(bearingOn: Questions.isolation)
        guard !scenarios.isEmpty else { return nil }
        var jobs: [Observation] = []
        var series: [Int64: Series] = [:]
        try database.forEachJob(run: summary.id, including: .stepCounts) { stored in
            guard scenarios.contains(stored.record.scenario) else { return }
            let counts = stored.stepCounts ?? StepCounts()
            let job = Observation(
                stored.record, cacheableSteps: counts.cacheable, cachedSteps: counts.cached)
            jobs.append(job)
            series[stored.id] = job.series
        }
        var incomplete: [Series: [ProbePoint: Int]] = [:]
        for kind in ProbePoint.allCases {
            for point in try database.points(run: summary.id, name: kind.rawValue) {
                guard let series = point.job.flatMap({ series[$0] }) else { continue }
                incomplete[series, default: [:]][kind, default: 0] += Int(point.value)
            }
        }
        return findings(
            run: summary, scenarios: scenarios,
            probes: try database.probes(run: summary.id).filter { scenarios.contains($0.scenario) }, jobs: jobs,
            incomplete: incomplete)
    }
}
