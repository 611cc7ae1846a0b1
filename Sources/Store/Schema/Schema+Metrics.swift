extension Schema {
    /// A row for each job and metric: what stands in columns of the job, its disk and its steps, and the points of jobs.
    /// Failed jobs and leaks belong to no single job. A point that has the name of a metric of another source is left out.
    ///
    /// This is the text of migration 8: it is never edited. A new metric in a column comes into the view by a new
    /// migration, which drops the view and makes it anew. A new metric that jobs record as a point needs no migration.
    ///
    /// `WHERE run = …` must not read the rows of other runs. For this the common table is not materialised, and the
    /// windows are partitioned by the run in binary collation: SQLite moves the condition inside only then.
    static let metricView8 = """
        CREATE VIEW metric_view AS
        WITH measured AS NOT MATERIALIZED (
            SELECT
                run.uuid AS run, job.id AS job, job.scenario AS scenario, configuration.name AS configuration,
                job.fixture AS fixture, job.change_class AS change_class, job.warmup AS warmup, job.cold AS cold,
                job.outcome AS outcome,
                job.wall_s AS wall_s, job.wall_s - job.command_s AS overhead_s, job.queued_s AS queued_s,
                job.context_s AS context_s, job.build_s AS build_s, job.run_s AS run_s, job.command_s AS command_s,
                job.artifacts_s AS artifacts_s, job.cleanup_s AS cleanup_s, job.own_cpu_s AS own_cpu_s,
                job.own_wall_s AS own_wall_s, job.requests AS requests, job.context_bytes AS context_bytes,
                job.artifact_bytes AS artifact_bytes
            FROM job
            JOIN run ON run.id = job.run
            JOIN configuration ON configuration.id = job.configuration
        )
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'wall_s' AS metric, 's' AS unit, wall_s AS value FROM measured WHERE wall_s IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'overhead_s' AS metric, 's' AS unit, overhead_s AS value FROM measured WHERE overhead_s IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'queued_s' AS metric, 's' AS unit, queued_s AS value FROM measured WHERE queued_s IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'context_s' AS metric, 's' AS unit, context_s AS value FROM measured WHERE context_s IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'build_s' AS metric, 's' AS unit, build_s AS value FROM measured WHERE build_s IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'run_s' AS metric, 's' AS unit, run_s AS value FROM measured WHERE run_s IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'command_s' AS metric, 's' AS unit, command_s AS value FROM measured WHERE command_s IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'artifacts_s' AS metric, 's' AS unit, artifacts_s AS value FROM measured WHERE artifacts_s IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'cleanup_s' AS metric, 's' AS unit, cleanup_s AS value FROM measured WHERE cleanup_s IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'own_cpu_s' AS metric, 's' AS unit, own_cpu_s AS value FROM measured WHERE own_cpu_s IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'own_wall_s' AS metric, 's' AS unit, own_wall_s AS value FROM measured WHERE own_wall_s IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'requests' AS metric, 'request' AS unit, requests AS value FROM measured WHERE requests IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'hits' AS metric, 'step' AS unit,
            (SELECT sum(cached) FROM step
                WHERE step.job = measured.job AND cacheable = 1 AND error IS NULL) AS value
        FROM measured
        WHERE EXISTS (
            SELECT 1 FROM step WHERE step.job = measured.job AND cacheable = 1 AND error IS NULL)
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'misses' AS metric, 'step' AS unit,
            (SELECT sum(NOT cached) FROM step
                WHERE step.job = measured.job AND cacheable = 1 AND error IS NULL) AS value
        FROM measured
        WHERE EXISTS (
            SELECT 1 FROM step WHERE step.job = measured.job AND cacheable = 1 AND error IS NULL)
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'context_bytes' AS metric, 'byte' AS unit, context_bytes AS value
        FROM measured WHERE context_bytes IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'artifact_bytes' AS metric, 'byte' AS unit, artifact_bytes AS value
        FROM measured WHERE artifact_bytes IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'engine_grown_bytes' AS metric, 'byte' AS unit, value
        FROM (
            SELECT
                run.uuid AS run, job.id AS job, job.scenario AS scenario, configuration.name AS configuration,
                job.fixture AS fixture, job.change_class AS change_class, job.warmup AS warmup, job.cold AS cold,
                job.outcome AS outcome,
                bytes - lag(bytes) OVER (PARTITION BY run.uuid COLLATE BINARY, opened_ms ORDER BY job.id) AS value
            FROM (
                SELECT job AS owner, opened_ms, image_bytes + container_bytes + volume_bytes + cache_bytes AS bytes
                FROM disk
            )
            JOIN job ON job.id = owner
            JOIN run ON run.id = job.run
            JOIN configuration ON configuration.id = job.configuration
        )
        WHERE value IS NOT NULL
        UNION ALL
        SELECT run, job, scenario, configuration, fixture, change_class, warmup, cold, outcome,
            'remainder_grown_bytes' AS metric, 'byte' AS unit, value
        FROM (
            SELECT
                run.uuid AS run, job.id AS job, job.scenario AS scenario, configuration.name AS configuration,
                job.fixture AS fixture, job.change_class AS change_class, job.warmup AS warmup, job.cold AS cold,
                job.outcome AS outcome,
                bytes - lag(bytes) OVER (PARTITION BY run.uuid COLLATE BINARY, opened_ms ORDER BY job.id) AS value
            FROM (
                SELECT job AS owner, opened_ms, filesystem_bytes - baseline_bytes
                    - (image_bytes + container_bytes + volume_bytes + cache_bytes) AS bytes
                FROM disk
            )
            JOIN job ON job.id = owner
            JOIN run ON run.id = job.run
            JOIN configuration ON configuration.id = job.configuration
        )
        WHERE value IS NOT NULL
        UNION ALL
        SELECT run.uuid AS run, job.id AS job, job.scenario AS scenario, configuration.name AS configuration,
            job.fixture AS fixture, job.change_class AS change_class, job.warmup AS warmup, job.cold AS cold,
            job.outcome AS outcome,
            series.name AS metric, series.unit AS unit, point.value AS value
        FROM run
        JOIN series ON series.run = run.id
        JOIN point ON point.series = series.id
        JOIN job ON job.id = point.job
        JOIN configuration ON configuration.id = job.configuration
        WHERE series.name NOT GLOB 'leaks.*'
            AND series.name NOT IN (
                'wall_s', 'overhead_s', 'queued_s', 'context_s', 'build_s', 'run_s', 'command_s', 'artifacts_s',
                'cleanup_s', 'own_cpu_s', 'own_wall_s', 'requests', 'hits', 'misses', 'context_bytes', 'artifact_bytes',
                'engine_grown_bytes', 'remainder_grown_bytes', 'failed_jobs')
        """
}
