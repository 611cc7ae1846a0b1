import GRDB

/// What runs that are held against a baseline need to be understood.
extension Schema {
    private static let sourceColumns = """
        ALTER TABLE job ADD COLUMN side TEXT;             -- 'reference' or 'candidate' in a round, else null
        ALTER TABLE run ADD COLUMN against TEXT;          -- UUID of the run that its rounds are held against
        ALTER TABLE run_scenario ADD COLUMN sources TEXT; -- JSON array, as `ResolvedSource`; null in older records
        """

    @Sendable static func keepSources(_ database: Database) throws {
        try database.execute(sql: sourceColumns)
        try add("job.side AS side", to: "job_view", from: "job", database)
    }
}
