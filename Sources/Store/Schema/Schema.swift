import GRDB

/// The database's identity and its migrations.
enum Schema {
    /// `Plim`, as SQLite's `application_id`: says that a database is Plimsoll's.
    static let applicationID: Int32 = 0x506C_696D

    /// The newest schema, kept as SQLite's `user_version`: the count of migrations.
    static var version: Int { migrator.migrations.count }

    /// Append only: a migration that has been released is never edited. Each sets `user_version` to its own number.
    static var migrator: DatabaseMigrator {
        let migrations: [(name: String, migrate: @Sendable (Database) throws -> Void)] = [
            ("1 runs, jobs, steps, series, verdicts", executing(firstTables, firstViews)),
            ("2 the ledger, sizes of steps", executing(ledgerTables, ledgerViews)),
            ("3 probes of the isolation, requirements of the worker", executing(probeTables, probeViews)),
            ("4 audits, leaks", executing(auditTables, auditViews)),
            ("5 baselines", executing(baselineTables, baselineViews)),
            ("6 ends and output of direct runs, output of jobs in job_view", executing(directEnds, directEndViews)),
            ("7 failed cleanups, one name for bytes", keepFailedCleanups),
            ("8 metrics of jobs, a row each", executing(metricView8)),
            ("9 factors of configurations, names of changes", keepFacts),
            ("10 sides of rounds, resolved sources", keepSources),
            ("11 clocks of commands", keepClocks),
        ]
        var migrator = DatabaseMigrator()
        for (index, migration) in migrations.enumerated() {
            migrator.registerMigration(migration.name) { database in
                try migration.migrate(database)
                try database.execute(sql: "PRAGMA user_version = \(index + 1)")
            }
        }
        return migrator
    }

    private static func executing(_ statements: String...) -> @Sendable (Database) throws -> Void {
        { database in for sql in statements { try database.execute(sql: sql) } }
    }

    /// What a database says about itself.
    struct Identity {
        let application: Int32
        let version: Int
        /// Whether nothing has ever been put into it, as after a kill between its creation and its first migration.
        let isUnused: Bool

        init(_ database: Database) throws {
            application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            let objects = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            isUnused = objects == 0 && version == 0 && (application == 0 || application == Schema.applicationID)
        }
    }
}
