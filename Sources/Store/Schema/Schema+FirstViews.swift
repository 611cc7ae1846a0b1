extension Schema {
    /// The views that readers rely on: columns may be added, none is taken away or renamed.
    ///
    /// `run` is the run's UUID, times of day are ISO 8601 in UTC, durations are in seconds.
    static let firstViews = """
        CREATE VIEW run_view AS
        SELECT
            uuid AS run, tool_version, tool_commit, command_line, profile, seed, plan_hash, planned_jobs,
            strftime('%Y-%m-%dT%H:%M:%fZ', started_ms / 1000.0, 'unixepoch') AS started_at,
            strftime('%Y-%m-%dT%H:%M:%fZ', ended_ms / 1000.0, 'unixepoch') AS ended_at,
            end_reason, engine, host, excluded
        FROM run;

        CREATE VIEW job_view AS
        SELECT
            run.uuid AS run, job.id AS job, job.scenario AS scenario, configuration.name AS configuration,
            job.fixture AS fixture, job.change_class AS change_class, job.executor AS executor,
            job.position AS position, job.warmup AS warmup, job.outcome AS outcome, job.queued_s AS queued_s,
            strftime('%Y-%m-%dT%H:%M:%fZ', job.started_ms / 1000.0, 'unixepoch') AS started_at,
            job.wall_s AS wall_s, job.context_s AS context_s, job.build_s AS build_s, job.command_s AS command_s,
            job.artifacts_s AS artifacts_s, job.cleanup_s AS cleanup_s, job.wall_s - job.command_s AS overhead_s,
            job.run_s AS run_s, job.round AS round, job.cold AS cold, job.weight AS weight,
            job.revision AS revision, job.context_bytes AS context_bytes, job.context_entries AS context_entries,
            job.artifact_bytes AS artifact_bytes, job.exit_status AS exit_status, job.failed_phase AS failed_phase,
            job.failure AS failure, direct_run.direct_s AS direct_s, direct_run.direct_order AS direct_order,
            job.own_cpu_s AS own_cpu_s, job.own_wall_s AS own_wall_s, job.requests AS requests,
            run.excluded AS excluded
        FROM job
        JOIN run ON run.id = job.run
        JOIN configuration ON configuration.id = job.configuration
        LEFT JOIN direct_run ON direct_run.job = job.id;

        CREATE VIEW step_view AS
        SELECT
            run.uuid AS run, step.job AS job, step.ordinal AS ordinal, instruction.text AS instruction,
            step.cacheable AS cacheable, step.cached AS cached, step.duration_s AS duration_s,
            step.miss_reason AS miss_reason, step.error AS error,
            strftime('%Y-%m-%dT%H:%M:%fZ', step.started_ms / 1000.0, 'unixepoch') AS started_at
        FROM step
        JOIN instruction ON instruction.id = step.instruction
        JOIN job ON job.id = step.job
        JOIN run ON run.id = job.run;

        CREATE VIEW point_view AS
        SELECT
            run.uuid AS run, point.job AS job, series.name AS series, series.unit AS unit,
            strftime('%Y-%m-%dT%H:%M:%fZ', point.at_ms / 1000.0, 'unixepoch') AS at, point.value AS value
        FROM point
        JOIN series ON series.id = point.series
        JOIN run ON run.id = series.run;

        CREATE VIEW verdict_view AS
        SELECT
            run.uuid AS run, verdict.question AS question, verdict.verdict AS verdict, verdict.estimate AS estimate,
            verdict.low AS low, verdict.high AS high, verdict.unit AS unit, verdict.n AS n, verdict.rule AS rule
        FROM verdict
        JOIN run ON run.id = verdict.run;
        """
}
