import Foundation
import Model
import Store

@testable import Questions

/// A run whose worker's requirements and packages are planted.
struct SyntheticRequirementsRun: StoredRun {
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

    func save(to database: ResultsDatabase) throws {
        var points: [JobPoint] = []
        for (worker, count) in workers {
            points.append(WorkerPoint(.packages, of: worker).point(count.packages))
            points.append(WorkerPoint(.bytes, of: worker).point(count.bytes))
        }
        if !workers.isEmpty { points.append(WorkerPoint(.pythonPackages, of: .carrying).point(41)) }
        try save("requirements", questions: questions, to: database) { record in
            try database.record(requirements: requirements, run: record.id)
            try database.record(points.map { stored($0) }, run: record.id)
        }
    }
}
