import Foundation
import Model
import Store

@testable import Questions

/// A run whose worker's requirements and packages are planted.
struct SyntheticRequirementsRun {
    var questions = ["ops-requirements", "worker-dependencies"]
    var requirements: [RequirementRecord] = []
    /// Packages and bytes by worker.
    var workers: [WorkerPoint.Worker: (packages: Int, bytes: Int)] = [:]
    /// The record of the run, less its scenario.
    var base = SyntheticRun()

    func evidence() throws -> RequirementsEvidence {
        let database = try database()
        return try present(try RequirementsAnalysis.analyse(database, run: try present(try database.latestRun())))
    }

    func database() throws -> ResultsDatabase {
        let database = try ResultsDatabase.inMemory()
        try save(to: database)
        return database
    }

    /// Adds the run to a database that may hold others.
    func save(to database: ResultsDatabase) throws {
        var record = base.record
        record.scenarios = [.init(name: "requirements", hash: "cafe", questions: questions, text: "name: requirements")]
        record.commandLine = ["plimsoll", "run", "scenarios/requirements.yaml"]
        try database.begin(record)
        try database.record(requirements: requirements, run: record.id)
        var points: [JobPoint] = []
        for (worker, count) in workers {
            points.append(WorkerPoint(.packages, of: worker).point(count.packages))
            points.append(WorkerPoint(.bytes, of: worker).point(count.bytes))
        }
        if !workers.isEmpty { points.append(WorkerPoint(.pythonPackages, of: .carrying).point(41)) }
        try database.record(
            points.map { PointRecord(name: $0.name, unit: $0.unit, at: record.startedAt, value: $0.value) },
            run: record.id)
        try database.end(run: record.id, at: record.startedAt.addingTimeInterval(60), reason: "finished")
    }
}
