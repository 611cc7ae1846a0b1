import Foundation
import Model
import Store

@testable import Questions

/// A planted run that can be saved.
protocol StoredRun {
    var base: SyntheticRun { get }

    /// Adds the run to a database that may hold others.
    func save(to database: ResultsDatabase) throws
}

extension StoredRun {
    /// A database that holds this run alone.
    func database() throws -> ResultsDatabase {
        let database = try ResultsDatabase.inMemory()
        try save(to: database)
        return database
    }

    /// Saves a run of one shipped scenario; `body` saves what belongs to it.
    func save(
        _ scenario: String, questions: [String], jobs: Int = 0, to database: ResultsDatabase,
        change: (inout RunRecord) -> Void = { _ in }, _ body: (RunRecord) throws -> Void
    ) throws {
        var record = base.record
        record.scenarios = [.init(name: scenario, hash: "cafe", questions: questions, text: "name: \(scenario)")]
        record.commandLine = ["plimsoll", "run", "scenarios/\(scenario).yaml"]
        record.plannedJobs = jobs
        change(&record)
        try database.begin(record)
        try body(record)
        try database.end(run: record.id, at: record.startedAt.addingTimeInterval(600), reason: "finished")
    }

    /// A point as it is stored; without a job it is of the run.
    func stored(_ point: JobPoint, of job: Int64? = nil) -> PointRecord {
        PointRecord(job: job, name: point.name, unit: point.unit, at: base.record.startedAt, value: point.value)
    }
}
