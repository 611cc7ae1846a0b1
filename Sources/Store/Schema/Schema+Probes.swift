extension Schema {
    static let probeTables = """
        CREATE TABLE probe_kind (              -- the same few texts in job after job: kept once
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            tries TEXT NOT NULL,
            expected TEXT NOT NULL,
            matters TEXT NOT NULL,
            UNIQUE (name, tries, expected, matters)
        ) STRICT;

        CREATE TABLE probe (
            job INTEGER NOT NULL REFERENCES job (id),
            place TEXT NOT NULL,               -- 'build' or 'job'
            kind INTEGER NOT NULL REFERENCES probe_kind (id),
            seen TEXT NOT NULL,
            passed INTEGER,                    -- null where it could not be tried
            PRIMARY KEY (job, place, kind)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE requirement (             -- of a run's worker
            run INTEGER NOT NULL REFERENCES run (id),
            area TEXT NOT NULL,
            name TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            state TEXT NOT NULL,               -- 'fine', 'degraded' or 'lacking'
            found TEXT NOT NULL,
            needed_for TEXT NOT NULL,
            remedy TEXT,
            required INTEGER NOT NULL,
            PRIMARY KEY (run, area, name)
        ) STRICT, WITHOUT ROWID;
        """

    static let probeViews = """
        CREATE VIEW probe_view AS
        SELECT
            run.uuid AS run, probe.job AS job, probe_kind.name AS probe, probe.place AS place,
            probe_kind.expected AS expected, probe.seen AS seen, probe.passed AS passed, probe_kind.tries AS tries,
            probe_kind.matters AS matters
        FROM probe
        JOIN probe_kind ON probe_kind.id = probe.kind
        JOIN job ON job.id = probe.job
        JOIN run ON run.id = job.run;

        CREATE VIEW requirement_view AS
        SELECT
            run.uuid AS run, requirement.area AS area, requirement.name AS name, requirement.state AS state,
            requirement.found AS found, requirement.needed_for AS needed_for, requirement.remedy AS remedy,
            requirement.required AS required
        FROM requirement
        JOIN run ON run.id = requirement.run;
        """
}
