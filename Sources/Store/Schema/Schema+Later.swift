import Foundation
import GRDB

extension Schema {
    static let baselineTables = """
        CREATE TABLE baseline (                -- names of runs that others are compared with
            name TEXT NOT NULL PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES run (id),
            set_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    static let baselineViews = """
        CREATE VIEW baseline_view AS
        SELECT
            baseline.name AS name, run.uuid AS run,
            strftime('%Y-%m-%dT%H:%M:%fZ', baseline.set_ms / 1000.0, 'unixepoch') AS set_at
        FROM baseline
        JOIN run ON run.id = baseline.run;
        """

    /// How a direct run ended; null where there was none.
    static let directOutcome = """
        CASE WHEN direct_run.outcome IS NULL AND direct_run.exit_status IS NOT NULL
            THEN iif(direct_run.exit_status = 0, 'succeeded', 'command_failed') ELSE direct_run.outcome END
        """

    /// Direct runs say how they ended. One that was not started has neither a time nor a status.
    static let directEnds = """
        DROP VIEW job_view;
        ALTER TABLE direct_run RENAME TO direct_run_before;
        CREATE TABLE direct_run (
            job INTEGER PRIMARY KEY REFERENCES job (id),
            direct_order TEXT NOT NULL,        -- 'before' or 'after' the job
            direct_s REAL,                     -- null where the command was not started
            exit_status INTEGER,               -- null where the command did not end by itself
            outcome TEXT,                      -- as `DirectRecord.End`; null in older records: the exit status says it
            failure TEXT,
            output_tail TEXT                   -- JSON array
        ) STRICT;
        INSERT INTO direct_run (job, direct_order, direct_s, exit_status)
        SELECT job, direct_order, direct_s, exit_status FROM direct_run_before;
        DROP TABLE direct_run_before;
        """

    /// `job_view` has more columns at its end: the last lines of what failed, as text, and how the direct run ended.
    static let directEndViews = """
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
            run.excluded AS excluded,
            (SELECT group_concat(value, char(10)) FROM json_each(job.output_tail)) AS output_tail,
            \(directOutcome) AS direct_outcome, direct_run.exit_status AS direct_status,
            direct_run.failure AS direct_failure,
            (SELECT group_concat(value, char(10)) FROM json_each(direct_run.output_tail)) AS direct_output_tail
        FROM job
        JOIN run ON run.id = job.run
        JOIN configuration ON configuration.id = job.configuration
        LEFT JOIN direct_run ON direct_run.job = job.id;
        """

    /// Why a job's cleanup failed, beside why the job did; and one name for one unit.
    @Sendable static func keepFailedCleanups(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE job ADD COLUMN cleanup_failure TEXT;
                UPDATE job SET cleanup_failure = failure WHERE failed_phase = 'cleanup';
                UPDATE series SET unit = 'byte' WHERE unit = 'bytes';
                """)
        try add("job.cleanup_failure AS cleanup_failure", to: "job_view", from: "job", database)
    }

    /// Adds a column to a view, whatever columns it has by then. Views are contracts, and only gain columns.
    ///
    /// - Parameter table: the table after the view's `FROM`, which stands on a line of its own.
    static func add(_ column: String, to view: String, from table: String, _ database: Database) throws {
        let found = try String.fetchOne(
            database, sql: "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?", arguments: [view])
        guard let text = found, let place = text.range(of: "\nFROM \(table)\n") else {
            throw DatabaseError(message: "\(view) is not as Plimsoll made it: it has no line `FROM \(table)`")
        }
        let extended = text.replacingCharacters(in: place, with: ",\n    \(column)\nFROM \(table)\n")
        try database.execute(sql: "DROP VIEW \(view)")
        try database.execute(sql: extended)
    }
}
