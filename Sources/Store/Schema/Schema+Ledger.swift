extension Schema {
    /// Sizes are in bytes.
    static let ledgerTables = """
        ALTER TABLE step ADD COLUMN bytes INTEGER;   -- of the layer with its result; null where the engine does not tell

        CREATE TABLE disk (
            job INTEGER PRIMARY KEY REFERENCES job (id),
            opened_ms INTEGER NOT NULL,        -- when its ledger was opened: only samples of one ledger are on one scale
            at_ms INTEGER NOT NULL,
            image_bytes INTEGER NOT NULL,      -- the engine's words: layers, each once
            container_bytes INTEGER NOT NULL,
            volume_bytes INTEGER NOT NULL,
            cache_bytes INTEGER NOT NULL,      -- build cache that no image shares
            shared_cache_bytes INTEGER NOT NULL, -- build cache that is part of image_bytes
            filesystem_bytes INTEGER,          -- the disk's word; null where it cannot be seen
            baseline_bytes INTEGER,            -- filesystem_bytes less the engine's words when the ledger was opened
            filesystem_size_bytes INTEGER,     -- null where the engine has no filesystem of its own
            inodes INTEGER,
            source TEXT NOT NULL,              -- how filesystem_bytes was measured: 'statfs', 'walk', 'none'
            quiet INTEGER NOT NULL,
            sample_s REAL NOT NULL,            -- waiting included
            waited_s REAL NOT NULL
        ) STRICT;
        """

    /// `disk_view` is new, and `step_view` has one more column at its end.
    static let ledgerViews = """
        CREATE VIEW disk_view AS
        SELECT
            run.uuid AS run, disk.job AS job, strftime('%Y-%m-%dT%H:%M:%fZ', disk.at_ms / 1000.0, 'unixepoch') AS at,
            disk.image_bytes + disk.container_bytes + disk.volume_bytes + disk.cache_bytes AS engine_bytes,
            disk.filesystem_bytes AS filesystem_bytes,
            disk.filesystem_bytes - disk.baseline_bytes
                - (disk.image_bytes + disk.container_bytes + disk.volume_bytes + disk.cache_bytes) AS remainder_bytes,
            disk.image_bytes AS image_bytes, disk.container_bytes AS container_bytes,
            disk.volume_bytes AS volume_bytes, disk.cache_bytes AS cache_bytes,
            disk.shared_cache_bytes AS shared_cache_bytes, disk.baseline_bytes AS baseline_bytes,
            disk.filesystem_size_bytes AS filesystem_size_bytes, disk.inodes AS inodes, disk.source AS source,
            disk.quiet AS quiet, disk.sample_s AS sample_s, disk.waited_s AS waited_s,
            strftime('%Y-%m-%dT%H:%M:%fZ', disk.opened_ms / 1000.0, 'unixepoch') AS ledger_opened_at
        FROM disk
        JOIN job ON job.id = disk.job
        JOIN run ON run.id = job.run;

        DROP VIEW step_view;
        CREATE VIEW step_view AS
        SELECT
            run.uuid AS run, step.job AS job, step.ordinal AS ordinal, instruction.text AS instruction,
            step.cacheable AS cacheable, step.cached AS cached, step.duration_s AS duration_s,
            step.miss_reason AS miss_reason, step.error AS error,
            strftime('%Y-%m-%dT%H:%M:%fZ', step.started_ms / 1000.0, 'unixepoch') AS started_at, step.bytes AS bytes
        FROM step
        JOIN instruction ON instruction.id = step.instruction
        JOIN job ON job.id = step.job
        JOIN run ON run.id = job.run;
        """
}
