import GRDB

/// By which clock the time of a job's command was measured.
extension Schema {
    @Sendable static func keepClocks(_ database: Database) throws {
        try database.execute(
            sql:
                "ALTER TABLE job ADD COLUMN command_clock TEXT; -- as `CommandClock`; null in older records: engine_state"
        )
        try add(
            "iif(job.command_s IS NULL, NULL, coalesce(job.command_clock, 'engine_state')) AS command_clock",
            to: "job_view", from: "job", database)
    }
}
