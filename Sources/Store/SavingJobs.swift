import Foundation
import GRDB
import Model

/// Jobs: saved before their cleanup, completed after it.
extension ResultsDatabase {
    /// Saves a job with its steps, its direct run and the results of its probes, before its cleanup: a failing cleanup
    /// cannot lose the results. `wall` and the cleanup's time are then still nil; `complete` fills them in.
    ///
    /// A job's position is unique in its run and scenario. A job outside the plan, such as a resumed run's extra
    /// warm-up, takes `positionOutsidePlan`.
    /// - Returns: the job's id in this database.
    /// - Throws: `ResultsError`: `unknownRun`; `rejected` if the position is taken, the scenario is not the run's, or a
    ///   duration is no number.
    package func save(_ job: JobRecord, run: UUID) throws -> Int64 {
        try writing { database in
            try Self.insert(job, run: try rowID(of: run, database), database)
            let id = database.lastInsertedRowID
            for step in job.steps { try Self.insert(step, job: id, database) }
            if let direct = job.direct { try Self.insert(direct, job: id, database) }
            for probe in job.probes { try Self.insert(probe, job: id, database) }
            return id
        }
    }

    /// Adds what is known of a job only after its cleanup.
    /// - Parameters:
    ///   - wall: from the job's start to the end of its cleanup, without the time of `save`, in seconds.
    ///   - cleanup: the time of the cleanup phase, in seconds.
    ///   - outcome: a new outcome, if the cleanup changed it; nil keeps the saved one.
    ///   - failure: what went wrong in the cleanup: kept beside an earlier failure, never in its place.
    package func complete(
        job: Int64, wall: Double?, cleanup: Double?, own: OwnCost, outcome: Outcome? = nil, failure: Failure? = nil
    ) throws {
        try writing { database in
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
            ).execute(arguments: [failure.phase?.rawValue, failure.message, try JSONText.line(failure.outputTail), job])
        }
    }

    /// Pairs a job with the same command run without an engine.
    /// - Throws: `ResultsError`: `unknownJob`; `rejected` if the job has a direct run already.
    package func attach(direct: DirectRecord, to job: Int64) throws {
        try writing { database in
            guard try Int64.fetchOne(database, sql: "SELECT id FROM job WHERE id = ?", arguments: [job]) != nil else {
                throw unknown(job: job)
            }
            try Self.insert(direct, job: job, database)
        }
    }

    /// Takes a saved job out of its plan, as one that was cancelled: its position is free for another.
    /// - Throws: `ResultsError`: `unknownJob`.
    package func withdraw(job: Int64, because failure: Failure) throws {
        try writing { database in
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

    /// The positions of a scenario's plan that have a job, however it ended; also one killed before its cleanup.
    package func savedPositions(run: UUID, scenario: String) throws -> Set<Int> {
        let sql = "SELECT position FROM job WHERE run = ? AND scenario = ? AND position >= 0"
        return Set(try list(run: run, sql, [scenario]) { $0[0] })
    }

    /// A position for a job outside the plan: −1 for the first of a run and scenario, then one below the lowest.
    package func positionOutsidePlan(run: UUID, scenario: String) throws -> Int {
        try reading { database in
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
    private static func insert(_ job: JobRecord, run: Int64, _ database: Database) throws {
        try database.insert(
            into: "job",
            [
                "run": run, "scenario": job.scenario, "position": job.position,
                "configuration": try StoredConfigurations.rowID(of: job.configuration, database),
                "fixture": job.fixture, "revision": job.revision, "change_class": job.changeClass.rawValue,
                "weight": job.weight, "executor": job.executor, "round": job.round, "warmup": job.warmup,
                "cold": job.cold, "outcome": job.outcome.rawValue, "started_ms": job.startedAt.milliseconds,
                "queued_s": job.queued, "wall_s": job.wall, "context_s": job.phases[.context],
                "build_s": job.phases[.build], "run_s": job.phases[.run], "command_s": job.command,
                "artifacts_s": job.phases[.artifacts], "cleanup_s": job.phases[.cleanup],
                "exit_status": job.exitStatus, "failed_phase": job.failure?.phase?.rawValue,
                "failure": job.failure?.message,
                "output_tail": try job.failure.map { try JSONText.line($0.outputTail) },
                "context_bytes": job.contextBytes, "context_entries": job.contextEntries,
                "artifact_bytes": job.artifactBytes, "own_cpu_s": job.own.processor,
                "own_wall_s": job.own.outsideRequests, "requests": job.own.requests,
                "cleanup_failure": job.cleanupFailure?.message, "change_name": job.change,
                "side": job.side?.rawValue, "command_clock": job.commandClock?.rawValue,
            ])
    }

    /// A job has many steps: the statement is not put together for each.
    private static func insert(_ step: StepRecord, job: Int64, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO step (job, ordinal, instruction, cacheable, cached, started_ms, duration_s, miss_reason, error,
                    bytes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            job, step.ordinal, try SharedTexts.instructions.rowID(of: step.instruction, database), step.cacheable,
            step.cached, step.startedAt?.milliseconds, step.duration, step.missReason?.rawValue, step.error, step.bytes,
        ])
    }

    private static func insert(_ direct: DirectRecord, job: Int64, _ database: Database) throws {
        try database.insert(
            into: "direct_run",
            [
                "job": job, "direct_order": direct.order.rawValue, "direct_s": direct.seconds,
                "exit_status": direct.exitStatus, "outcome": direct.end.rawValue, "failure": direct.message,
                "output_tail": direct.outputTail.isEmpty ? nil : try JSONText.line(direct.outputTail),
            ])
    }
}
