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
    package func save(_ job: JobRecord, run: UUID) throws -> Int64 {
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
    package func complete(
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
    package func attach(direct: DirectRecord, to job: Int64) throws {
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
    package func withdraw(job: Int64, because failure: Failure) throws {
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
    package func savedPositions(run: UUID, scenario: String) throws -> Set<Int> {
        try read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT position FROM job WHERE run = ? AND scenario = ? AND position >= 0")
            return try Int.fetchSet(statement, arguments: [try rowID(of: run, database), scenario])
        }
    }

    /// A position for a job outside the plan: −1 for the first of a run and scenario, then one below the lowest.
    package func positionOutsidePlan(run: UUID, scenario: String) throws -> Int {
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

extension ResultsDatabase {
    static func insert(_ job: JobRecord, run: Int64, _ database: Database) throws {
        let outputTail = try job.failure.map { try JSONText.encode($0.outputTail) }
        try database.cachedStatement(
            sql: """
                INSERT INTO job (run, scenario, position, configuration, fixture, revision, change_class, weight, executor,
                    round, warmup, cold, outcome, started_ms, queued_s, wall_s, context_s, build_s, run_s, command_s,
                    artifacts_s, cleanup_s, exit_status, failed_phase, failure, output_tail, context_bytes,
                    context_entries, artifact_bytes, own_cpu_s, own_wall_s, requests, cleanup_failure)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    ?)
                """
        ).execute(arguments: [
            run, job.scenario, job.position,
            try SharedTexts.configurations.rowID(of: job.configuration, database), job.fixture,
            job.revision, job.changeClass.rawValue, job.weight, job.executor, job.round, job.warmup, job.cold,
            job.outcome.rawValue, job.startedAt.milliseconds, job.queued, job.wall, job.phases[.context],
            job.phases[.build], job.phases[.run], job.command, job.phases[.artifacts], job.phases[.cleanup],
            job.exitStatus, job.failure?.phase?.rawValue, job.failure?.message, outputTail, job.contextBytes,
            job.contextEntries, job.artifactBytes, job.own.processor, job.own.outsideRequests, job.own.requests,
            job.cleanupFailure?.message,
        ])
    }

    static func insert(_ step: StepRecord, job: Int64, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO step (job, ordinal, instruction, cacheable, cached, started_ms, duration_s, miss_reason, error,
                    bytes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            job, step.ordinal, try SharedTexts.instructions.rowID(of: step.instruction, database),
            step.cacheable, step.cached, step.startedAt?.milliseconds,
            step.duration, step.missReason?.rawValue, step.error, step.bytes,
        ])
    }

    static func insert(_ direct: DirectRecord, job: Int64, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO direct_run (job, direct_order, direct_s, exit_status, outcome, failure, output_tail)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            job, direct.order.rawValue, direct.seconds, direct.exitStatus, direct.end.rawValue, direct.message,
            direct.outputTail.isEmpty ? nil : try JSONText.encode(direct.outputTail),
        ])
    }
}
