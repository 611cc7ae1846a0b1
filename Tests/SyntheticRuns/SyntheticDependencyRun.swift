import Foundation
import Model
import Store

@testable import Questions

/// A run that varies the strategy, whose jobs and figures are planted.
struct SyntheticDependencyRun {
    var jobs: [JobRecord] = []
    private var points: [Int: [JobPoint]] = [:]
    private let base = SyntheticRun()

    var id: UUID { base.record.id }

    /// Adds jobs of one fixture with one strategy: so many source changes and changes of the manifest, two of nothing, and cold ones,
    /// whose builds take about these times.
    mutating func plant(
        _ fixture: String, _ strategy: String, cold: Double, manifest: Double, source: Double, sourceMisses: Int = 0,
        changes: Int = 6, colds: Int = 4, restore: Double? = nil, save: Double? = nil, builder: String = "buildkit"
    ) {
        for index in 0..<changes {
            add(fixture, strategy, builder, .source, source, index, hit: index >= sourceMisses)
            add(fixture, strategy, builder, .dependency, manifest, index, hit: false, restore: restore, save: save)
        }
        for index in 0..<2 { add(fixture, strategy, builder, .none, source, index, hit: true) }
        for index in 0..<colds {
            add(fixture, strategy, builder, .none, cold, index, hit: false, cold: true, save: save)
        }
    }

    private mutating func add(
        _ fixture: String, _ strategy: String, _ builder: String, _ changeClass: ChangeClass, _ build: Double,
        _ index: Int, hit: Bool, cold: Bool = false, restore: Double? = nil, save: Double? = nil
    ) {
        let spread = 1 + 0.01 * Double((index * 5) % 7 - 3)
        var job = JobRecord(
            scenario: "dependencies", configuration: "builder=\(builder),strategy=\(strategy)", fixture: fixture,
            revision: "START+\(index)", changeClass: changeClass, weight: cold ? 0 : 1, position: jobs.count,
            round: index + 1, cold: cold, startedAt: base.record.startedAt.addingTimeInterval(Double(jobs.count)))
        job.wall = build * spread + 1
        job.command = 0.2
        job.phases = [.build: build * spread]
        job.steps = [
            StepRecord(ordinal: 1, instruction: "COPY manifest ./", cacheable: true, cached: true),
            StepRecord(ordinal: 2, instruction: "RUN install", cacheable: true, cached: hit),
            StepRecord(ordinal: 3, instruction: "COPY . .", cacheable: true, cached: changeClass == .none && !cold),
        ]
        let figures = [
            restore.map { DependencyPoint.archiveRestoreSeconds.point($0) },
            save.map { DependencyPoint.archiveSaveSeconds.point($0) },
        ]
        points[jobs.count] = figures.compactMap { $0 }
        jobs.append(job)
    }

    func evidence() throws -> DependencyEvidence {
        let database = try database()
        return try present(try DependencyAnalysis.analyse(database, run: try present(try database.latestRun())))
    }

    func database() throws -> ResultsDatabase {
        let database = try ResultsDatabase.inMemory()
        var record = base.record
        record.scenarios = [
            .init(
                name: "dependencies", hash: "cafe", questions: ["cacheable-dependencies"], text: "name: dependencies")
        ]
        record.commandLine = ["plimsoll", "run", "scenarios/dependencies.yaml"]
        record.plannedJobs = jobs.count
        try database.begin(record)
        for (index, job) in jobs.enumerated() {
            let id = try database.save(job, run: record.id)
            try database.record(
                (points[index] ?? []).map {
                    PointRecord(job: id, name: $0.name, unit: $0.unit, at: record.startedAt, value: $0.value)
                }, run: record.id)
        }
        try database.end(run: record.id, at: record.startedAt.addingTimeInterval(600), reason: "finished")
        return database
    }
}
