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
}
