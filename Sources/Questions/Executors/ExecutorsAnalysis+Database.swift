import Foundation
import Model
import Store

extension ExecutorsAnalysis {
    /// What a run in a database says of `executors`; nil where none of its scenarios bears on it and varies them.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run summary: RunSummary) throws -> ExecutorsFindings? {
        let scenarios = summary.scenarios(bearingOn: Questions.executors)
        guard !scenarios.isEmpty else { return nil }
        var jobs: [LevelObservation] = []
        var bySeries: [Series: [Observation]] = [:]
        try database.forEachJob(run: summary.id) { stored in
            guard scenarios.contains(stored.record.scenario), let job = LevelObservation(stored.record) else { return }
            jobs.append(job)
            let observation = Observation(stored.record)
            bySeries[observation.series, default: []].append(observation)
        }
        guard !jobs.isEmpty else { return nil }
        let search = CautionSearch(run: summary, jobs: bySeries, series: [])
        let cautions =
            search.runCautions().filter { $0 != .nothingReal }
            + bySeries.keys.sorted().flatMap { search.failures($0, bySeries[$0] ?? []) }
        return findings(
            run: summary, scenarios: scenarios, jobs: jobs, host: try host(database, summary), cautions: cautions)
    }

    private static func host(_ database: ResultsDatabase, _ run: RunSummary) throws -> [String: [HostLook]] {
        var looks: [String: [HostLook]] = [:]
        for name in try database.seriesNames(run: run.id) {
            guard let level = LevelPoint.level(of: name) else { continue }
            looks[level.configuration, default: []] += try database.points(run: run.id, name: name).map {
                HostLook(point: level.point, at: $0.at.timeIntervalSince1970, value: $0.value)
            }
        }
        return looks
    }
}
