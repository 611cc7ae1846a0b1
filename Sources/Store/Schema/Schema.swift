import GRDB

/// The database's identity and its migrations.
enum Schema {
    /// `Plim`, as SQLite's `application_id`: says that a database is Plimsoll's.
    static let applicationID: Int32 = 0x506C_696D

    /// The newest schema, kept as SQLite's `user_version`: the count of migrations.
    static var version: Int { migrator.migrations.count }

    /// Append only: a migration that has been released is never edited. Each sets `user_version` to its own number.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 runs, jobs, steps, series, verdicts") { database in
            try database.execute(sql: firstTables)
            try database.execute(sql: firstViews)
            try database.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("2 the ledger, sizes of steps") { database in
            try database.execute(sql: ledgerTables)
            try database.execute(sql: ledgerViews)
            try database.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3 probes of the isolation, requirements of the worker") { database in
            try database.execute(sql: probeTables)
            try database.execute(sql: probeViews)
            try database.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4 audits, leaks") { database in
            try database.execute(sql: auditTables)
            try database.execute(sql: auditViews)
            try database.execute(sql: "PRAGMA user_version = 4")
        }
        migrator.registerMigration("5 baselines") { database in
            try database.execute(sql: baselineTables)
            try database.execute(sql: baselineViews)
            try database.execute(sql: "PRAGMA user_version = 5")
        }
        migrator.registerMigration("6 ends and output of direct runs, output of jobs in job_view") { database in
            try database.execute(sql: directEnds)
            try database.execute(sql: directEndViews)
            try database.execute(sql: "PRAGMA user_version = 6")
        }
        migrator.registerMigration("7 failed cleanups, one name for bytes") { database in
            try keepFailedCleanups(database)
            try database.execute(sql: "PRAGMA user_version = 7")
        }
        migrator.registerMigration("8 metrics of jobs, a row each") { database in
            try database.execute(sql: metricView8)
            try database.execute(sql: "PRAGMA user_version = 8")
        }
        return migrator
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
