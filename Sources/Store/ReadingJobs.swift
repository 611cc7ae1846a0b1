import Foundation
import GRDB
import Model

/// What is read of jobs only on request.
package enum JobPart: Sendable {
    /// The build's steps: about ten times as many rows as jobs. They are counted, too.
    case steps
    /// Only how many of the steps can come from the cache, and did.
    case stepCounts
    /// The layers that the build made anew, in bytes. The steps are counted, too.
    case made
    /// What the disk held after the job.
    case disk
    /// The values of these metrics, as far as they stand in the database's columns. Growth is known only if all jobs of
    /// a run are read.
    case metrics([Metric])
    /// All of the job's points of these names, in the order of their time.
    case points([String])
    /// What only a look at single jobs needs.
    case details

    /// The points that have a name of this type.
    package static func pointsNamed<Name: PointName>(by type: Name.Type) -> JobPart {
        .points(Name.allCases.map(\.rawValue))
    }
}

/// Jobs, read back in the order in which they were saved.
///
/// Jobs of rounds are left out unless they are asked for: they hold today's state against a baseline's, and belong to no
/// other measurement.
extension ResultsDatabase {
    package func jobs(run: UUID, including parts: [JobPart] = []) throws -> [Job] {
        var jobs: [Job] = []
        try forEachJob(run: run, including: parts) { jobs.append($0) }
        return jobs
    }

    /// The jobs of a run's rounds.
    package func roundJobs(run: UUID, including parts: [JobPart] = []) throws -> [Job] {
        try reading { database in
            var reader = try JobReader(database, .rounds(try rowID(of: run, database)), including: parts)
            var jobs: [Job] = []
            while let job = try reader.next(database) { jobs.append(job) }
            return jobs
        }
    }

    /// Visits the jobs of a run, in constant memory.
    ///
    /// `body` runs inside one reading transaction and must not use the database.
    /// - Throws: `ResultsError`, or what `body` throws.
    package func forEachJob(run: UUID, including parts: [JobPart] = [], _ body: (Job) throws -> Void) throws {
        try reading { database in
            var reader = try JobReader(database, .run(try rowID(of: run, database)), including: parts)
            while let job = try reader.next(database) { try body(job) }
        }
    }

    /// Jobs by their ids, in this order; ids of no job are left out.
    package func jobs(_ ids: [Int64], including parts: [JobPart] = []) throws -> [Job] {
        try reading { try Self.jobs(ids, including: parts, $0) }
    }

    /// Visits the jobs of a run by the time at which they began, in constant memory.
    ///
    /// `body` runs inside one reading transaction and must not use the database.
    /// - Throws: `ResultsError`, or what `body` throws.
    package func forEachJobByTime(
        run: UUID, including parts: [JobPart] = [], _ body: (Job) throws -> Void
    ) throws {
        try reading { database in
            let ids = try Int64.fetchCursor(
                database, sql: "SELECT id FROM job WHERE run = ? AND side IS NULL ORDER BY started_ms, id",
                arguments: [try rowID(of: run, database)])
            var batch: [Int64] = []
            while let id = try ids.next() {
                batch.append(id)
                guard batch.count == Self.batch else { continue }
                for job in try Self.jobs(batch, including: parts, database) { try body(job) }
                batch.removeAll()
            }
            for job in try Self.jobs(batch, including: parts, database) { try body(job) }
        }
    }

    /// How many jobs one statement names.
    private static let batch = 500

    private static func jobs(_ ids: [Int64], including parts: [JobPart], _ database: Database) throws -> [Job] {
        var found: [Int64: Job] = [:]
        for start in stride(from: 0, to: ids.count, by: batch) {
            let some = Array(ids[start..<min(start + batch, ids.count)])
            var reader = try JobReader(database, .ids(some), including: parts)
            while let job = try reader.next(database) { found[job.id] = job }
        }
        return ids.compactMap { found[$0] }
    }

    /// Visits the jobs of a run, with the steps counted by all that a cache analysis considers: one pass over jobs and steps.
    package func survey(run: UUID, _ body: (Job) throws -> Void = { _ in }) throws -> [StepTally] {
        try reading { database in
            var reader = try JobReader(
                database, .run(try rowID(of: run, database)), including: [.stepCounts], isTallying: true)
            while let job = try reader.next(database) { try body(job) }
            return try reader.tallies(database)
        }
    }
}
