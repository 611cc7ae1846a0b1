import Foundation
import GRDB
import Model

/// Jobs: saved before their cleanup, completed after it.
extension ResultsDatabase {
    /// Saves a job with its steps, its direct run and what its probes saw, in one transaction.
    ///
    /// Called before the job's cleanup, so that a failing cleanup cannot take the results with it: `wall` and the
    /// cleanup's time are then still nil, and `complete` fills them in. A job's position is unique in its run and
    /// scenario; a job outside the plan, such as a resumed run's extra warm-up, takes `positionOutsidePlan`.
    ///
    /// - Returns: the job's id in this database.
    /// - Throws: `ResultsError`: `unknownRun`; `rejected` when the position is taken, the scenario is not the run's, or a
    ///   duration is no number.
    public func save(_ job: JobRecord, run: UUID) throws -> Int64 {
        try write { database in
            try Self.insert(job, run: try rowID(of: run, database), database)
            let id = database.lastInsertedRowID
            for step in job.steps {
                try Self.insert(step, job: id, database)
            }
            if let direct = job.direct {
                try Self.insert(direct, job: id, database)
            }
            for probe in job.probes {
                try Self.insert(probe, job: id, database)
            }
            return id
        }
    }

    /// Adds what is known of a job only after its cleanup.
    ///
    /// - Parameters:
    ///   - wall: from the job's start to the end of its cleanup, less the time of `save`, in seconds.
    ///   - cleanup: the time of the cleanup phase, in seconds.
    ///   - outcome: a new outcome, when the cleanup changed it; nil leaves the saved one.
    ///   - failure: what went wrong in the cleanup: kept beside an earlier failure, never in its place.
    public func complete(
        job: Int64, wall: Double?, cleanup: Double?, own: OwnCost, outcome: Outcome? = nil, failure: Failure? = nil
    ) throws {
        try write { database in
            try database.cachedStatement(
                sql: """
                    UPDATE job SET wall_s = ?, cleanup_s = ?, own_cpu_s = ?, own_wall_s = ?, requests = ?,
                        outcome = coalesce(?, outcome)
                    WHERE id = ?
                    """
            ).execute(arguments: [
                wall, cleanup, own.processor, own.outsideRequests, own.requests, outcome?.rawValue, job,
            ])
            try requireChange(database, job: job)
            guard let failure else { return }
            try database.cachedStatement(
                sql: """
                    UPDATE job SET failed_phase = CASE WHEN failure IS NULL THEN ?1 ELSE failed_phase END,
                        output_tail = CASE WHEN failure IS NULL THEN ?3 ELSE output_tail END,
                        failure = coalesce(failure, ?2), cleanup_failure = ?2
                    WHERE id = ?4
                    """
            ).execute(arguments: [
                failure.phase?.rawValue, failure.message, try JSONText.encode(failure.outputTail), job,
            ])
        }
    }

    /// Pairs a job with the same command run without an engine.
    ///
    /// - Throws: `ResultsError`: `unknownJob`; `rejected` when the job has a direct run already.
    public func attach(direct: DirectRecord, to job: Int64) throws {
        try write { database in
            guard try Int64.fetchOne(database, sql: "SELECT id FROM job WHERE id = ?", arguments: [job]) != nil else {
                throw unknown(job: job)
            }
            try Self.insert(direct, job: job, database)
        }
    }

    /// Takes a saved job out of its plan, as one that was cancelled: its position is free for another.
    ///
    /// - Throws: `ResultsError`: `unknownJob`.
    public func withdraw(job: Int64, because failure: Failure) throws {
        try write { database in
            try database.cachedStatement(
                sql: """
                    UPDATE job SET outcome = ?1, failed_phase = ?2, failure = ?3, position = (
                        SELECT min(0, min(other.position)) - 1 FROM job AS other
                        WHERE other.run = job.run AND other.scenario = job.scenario)
                    WHERE id = ?4
                    """
            ).execute(arguments: [Outcome.cancelled.rawValue, failure.phase?.rawValue, failure.message, job])
            try requireChange(database, job: job)
        }
    }

    /// The plan's positions that have a job, however it ended; also those that were killed before their cleanup.
    ///
    /// Positions count from 0 in each of a run's plans, hence the scenario's name.
    public func savedPositions(run: UUID, scenario: String) throws -> Set<Int> {
        try read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT position FROM job WHERE run = ? AND scenario = ? AND position >= 0")
            return try Int.fetchSet(statement, arguments: [try rowID(of: run, database), scenario])
        }
    }

    /// A position for a job outside the plan: −1 for the first of a run and scenario, then one below the lowest.
    public func positionOutsidePlan(run: UUID, scenario: String) throws -> Int {
        try read { database in
            let lowest = try Int.fetchOne(
                database, sql: "SELECT min(position) FROM job WHERE run = ? AND scenario = ?",
                arguments: [try rowID(of: run, database), scenario])
            return min(lowest ?? 0, 0) - 1
        }
    }

    func unknown(job: Int64) -> ResultsError {
        ResultsError(.unknownJob, "there is no job \(job) in \(path): save it first")
    }

    private func requireChange(_ database: Database, job: Int64) throws {
        if database.changesCount == 0 { throw unknown(job: job) }
    }
}
