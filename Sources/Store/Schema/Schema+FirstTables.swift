extension Schema {
    /// Times of day are integers, in milliseconds since 1970 UTC (`_ms`); durations are real, in seconds (`_s`).
    static let firstTables = """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            uuid TEXT NOT NULL UNIQUE COLLATE NOCASE,
            tool_version TEXT NOT NULL,
            tool_commit TEXT NOT NULL,
            command_line TEXT NOT NULL,        -- JSON array
            profile TEXT NOT NULL,
            seed TEXT NOT NULL,                -- decimal: 64 bits without a sign do not fit SQLite's integer
            plan_hash TEXT NOT NULL,
            planned_jobs INTEGER NOT NULL,
            started_ms INTEGER NOT NULL,
            ended_ms INTEGER,
            end_reason TEXT,                   -- 'finished', 'interrupted', …; null while it runs or when it was killed
            engine TEXT NOT NULL,              -- JSON object
            host TEXT NOT NULL,                -- JSON object
            excluded TEXT                      -- why it does not count; null when it counts
        ) STRICT;
        CREATE INDEX run_plan ON run (plan_hash);

        CREATE TABLE run_scenario (
            run INTEGER NOT NULL REFERENCES run (id),
            name TEXT NOT NULL,
            ordinal INTEGER NOT NULL,          -- its place among the run's plans
            hash TEXT NOT NULL,
            questions TEXT NOT NULL,           -- JSON array
            text TEXT NOT NULL,
            PRIMARY KEY (run, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE configuration (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE job (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES run (id),
            scenario TEXT NOT NULL,
            position INTEGER NOT NULL,         -- in the plan; below 0: outside it, as a resumed run's extra warm-ups
            configuration INTEGER NOT NULL REFERENCES configuration (id),
            fixture TEXT NOT NULL,
            revision TEXT NOT NULL,
            change_class TEXT NOT NULL,
            weight REAL NOT NULL,
            executor INTEGER NOT NULL,
            round INTEGER NOT NULL,
            warmup INTEGER NOT NULL,
            cold INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            started_ms INTEGER NOT NULL,
            queued_s REAL NOT NULL,
            wall_s REAL,                       -- null until cleaned up
            context_s REAL,
            build_s REAL,
            run_s REAL,
            command_s REAL,
            artifacts_s REAL,
            cleanup_s REAL,                    -- null until cleaned up
            exit_status INTEGER,
            failed_phase TEXT,
            failure TEXT,
            output_tail TEXT,                  -- JSON array
            context_bytes INTEGER NOT NULL,
            context_entries INTEGER NOT NULL,
            artifact_bytes INTEGER NOT NULL,
            own_cpu_s REAL NOT NULL,
            own_wall_s REAL NOT NULL,
            requests INTEGER NOT NULL,
            UNIQUE (run, scenario, position),
            FOREIGN KEY (run, scenario) REFERENCES run_scenario (run, name)
        ) STRICT;
        CREATE INDEX job_run ON job (run);

        CREATE TABLE instruction (             -- the same few texts in job after job: kept once
            id INTEGER PRIMARY KEY,
            text TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE step (
            job INTEGER NOT NULL REFERENCES job (id),
            ordinal INTEGER NOT NULL,
            instruction INTEGER NOT NULL REFERENCES instruction (id),
            cacheable INTEGER NOT NULL,
            cached INTEGER NOT NULL,
            started_ms INTEGER,
            duration_s REAL,
            miss_reason TEXT,
            error TEXT,
            PRIMARY KEY (job, ordinal)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE direct_run (
            job INTEGER PRIMARY KEY REFERENCES job (id),
            direct_order TEXT NOT NULL,        -- 'before' or 'after' the job
            direct_s REAL NOT NULL,
            exit_status INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES run (id),
            name TEXT NOT NULL,
            unit TEXT NOT NULL,
            UNIQUE (run, name, unit)
        ) STRICT;

        CREATE TABLE point (
            series INTEGER NOT NULL REFERENCES series (id),
            job INTEGER REFERENCES job (id),   -- null when it belongs to the run as a whole
            at_ms INTEGER NOT NULL,
            value REAL NOT NULL
        ) STRICT;
        CREATE INDEX point_series ON point (series);

        CREATE TABLE verdict (
            run INTEGER NOT NULL REFERENCES run (id),
            question TEXT NOT NULL,
            verdict TEXT NOT NULL,
            estimate REAL,
            low REAL,
            high REAL,
            unit TEXT NOT NULL,
            n INTEGER NOT NULL,
            rule TEXT NOT NULL,
            PRIMARY KEY (run, question)
        ) STRICT, WITHOUT ROWID;
        """
}
