import GRDB
import Model

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
