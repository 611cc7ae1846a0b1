import Foundation
import Model
import Store

extension CentralCacheAnalysis {
    /// What a run in a database says of `central-cache`; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(
        _ database: ResultsDatabase, run summary: RunSummary
    ) throws -> CentralCacheFindings? {
        let scenarios = summary.scenarios(bearingOn: Questions.centralCache)
        guard !scenarios.isEmpty else { return nil }
        let points = try points(of: summary.id, in: database)
        let byJob = Dictionary(grouping: points.filter { $0.job != nil }) { $0.job ?? 0 }
        var jobs: [CacheObservation] = []
        var configurations: [Int64: String] = [:]
        try database.forEachJob(run: summary.id, including: .stepCounts) { stored in
            guard scenarios.contains(stored.record.scenario) else { return }
            var figures: [CachePoint: Double] = [:]
            for point in byJob[stored.id] ?? [] {
                if let name = CachePoint(rawValue: point.name) { figures[name] = point.value }
            }
            let counts = stored.stepCounts ?? StepCounts()
            let observation = Observation(
                stored.record, cacheableSteps: counts.cacheable, cachedSteps: counts.cached)
            guard let job = CacheObservation(observation, points: figures) else { return }
            jobs.append(job)
            configurations[stored.id] = job.series.configuration
        }
        let others = points.filter { $0.job == nil || CachePoint(rawValue: $0.name) == nil }
        return findings(
            run: summary, scenarios: scenarios, jobs: jobs,
            points: others.map {
                RunPoint(name: $0.name, value: $0.value, configuration: $0.job.flatMap { configurations[$0] })
            })
    }

    private static func points(of run: UUID, in database: ResultsDatabase) throws -> [PointRecord] {
        let names = CachePoint.allCases.map(\.rawValue) + SetUpAction.allCases.map(\.series)
        return try names.flatMap { try database.points(run: run, name: $0) }
    }
}
