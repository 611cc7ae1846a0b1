extension Schema {
    /// Audits, how well each saw what, and what was left.
    static let auditTables = """
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES run (id),
            scenario TEXT NOT NULL,
            job INTEGER REFERENCES job (id),   -- after which it was taken; null before the first and after the last
            stage TEXT NOT NULL,               -- 'before', 'job', 'series'
            at_ms INTEGER NOT NULL,
            inventory_s REAL NOT NULL,
            waited_s REAL NOT NULL,            -- for what was being removed
            FOREIGN KEY (run, scenario) REFERENCES run_scenario (run, name)
        ) STRICT;
        CREATE INDEX audit_run ON audit (run);

        CREATE TABLE audit_kind (
            audit INTEGER NOT NULL REFERENCES audit (id),
            kind TEXT NOT NULL,
            sight TEXT NOT NULL,               -- 'seen', 'partly', 'hidden': only 'seen' may be called clean
            reason TEXT,                       -- why it was not seen whole
            objects INTEGER NOT NULL,          -- how many there were, those that are meant to stay included
            PRIMARY KEY (audit, kind)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE leak (
            id INTEGER PRIMARY KEY,
            audit INTEGER NOT NULL REFERENCES audit (id), -- that found it first
            job INTEGER REFERENCES job (id),   -- that left it; null where nothing tells
            kind TEXT NOT NULL,
            object TEXT NOT NULL,
            bytes INTEGER,                     -- null where it takes none, or nothing tells
            attribution TEXT NOT NULL,         -- 'audit', 'name', 'time', 'unknown'
            remained INTEGER                   -- whether the series' last audit still found it; null before that
        ) STRICT;
        CREATE INDEX leak_audit ON leak (audit);
        """

    static let auditViews = """
        CREATE VIEW leak_view AS
        SELECT
            run.uuid AS run, leak.job AS job, leak.kind AS kind, leak.object AS object, leak.bytes AS bytes,
            strftime('%Y-%m-%dT%H:%M:%fZ', audit.at_ms / 1000.0, 'unixepoch') AS at, audit.scenario AS scenario,
            leak.attribution AS attribution, audit.stage AS stage, leak.remained AS remained, job.outcome AS outcome
        FROM leak
        JOIN audit ON audit.id = leak.audit
        JOIN run ON run.id = audit.run
        LEFT JOIN job ON job.id = leak.job;

        CREATE VIEW audit_view AS
        SELECT
            run.uuid AS run, audit.scenario AS scenario, audit.job AS job, audit.stage AS stage,
            strftime('%Y-%m-%dT%H:%M:%fZ', audit.at_ms / 1000.0, 'unixepoch') AS at, audit_kind.kind AS kind,
            audit_kind.sight AS sight, audit_kind.reason AS reason, audit_kind.objects AS objects,
            (SELECT count(*) FROM leak WHERE leak.audit = audit.id AND leak.kind = audit_kind.kind) AS leaks,
            audit.inventory_s AS inventory_s, audit.waited_s AS waited_s
        FROM audit_kind
        JOIN audit ON audit.id = audit_kind.audit
        JOIN run ON run.id = audit.run;
        """
}
