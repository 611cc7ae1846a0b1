import Foundation
import Model
import Store

extension GarbageAnalysis {
    /// What a run in a database says of collection policies; nil where none of its scenarios bears on them and varies them.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run summary: RunSummary) throws -> GarbageFindings? {
        let scenarios = Set(
            summary.scenarios(bearingOn: Questions.storage) + summary.scenarios(bearingOn: Questions.garbage))
        guard !scenarios.isEmpty else { return nil }
        let points = try CollectionPoint.allCases.flatMap { try database.points(run: summary.id, name: $0.rawValue) }
        guard !points.isEmpty else { return nil }
        let byJob = Dictionary(grouping: points) { $0.job ?? 0 }
        let samples = try database.samples(run: summary.id).filter {
            scenarios.contains($0.scenario) && $0.hasPolicy
        }
        let disks = Dictionary(
            samples.map { ($0.job, $0.disk?.filesystem) }, uniquingKeysWith: { first, _ in first })
        var jobs: [PolicyObservation] = []
        try database.forEachJob(run: summary.id, including: .steps) { stored in
            guard scenarios.contains(stored.record.scenario) else { return }
            var figures: [CollectionPoint: Double] = [:]
            for point in byJob[stored.id] ?? [] {
                if let name = CollectionPoint(rawValue: point.name) { figures[name] = point.value }
            }
            let disk = disks[stored.id].flatMap { $0 }.map(Double.init)
            if let job = PolicyObservation(stored.record, points: figures, disk: disk) { jobs.append(job) }
        }
        guard !jobs.isEmpty else { return nil }
        return findings(
            run: summary, scenarios: scenarios.sorted(), jobs: jobs, levels: samples.map(DiskObservation.init),
            remainder: try database.remainder(run: summary.id),
            buildsADay: buildsADay(summary.record.scenarios.filter { scenarios.contains($0.name) }))
    }

    /// What the scenarios say, where they agree; nil too where one was written for another version and cannot be read.
    private static func buildsADay(_ scenarios: [RunRecord.ScenarioEntry]) -> Double? {
        let told = Set(
            scenarios.map { entry in
                (try? Scenario.parse(entry.text, file: entry.name)).map {
                    ($0.workload.collection ?? CollectionTerms()).buildsADay
                }
            })
        return told.count == 1 ? told.first.flatMap { $0 } : nil
    }
}

extension StoredSample {
    /// Whether the job was on an engine of its policy's own.
    var hasPolicy: Bool { Series(fixture: fixture, configuration: configuration).factor("policy") != nil }
}
