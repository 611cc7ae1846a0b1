import GRDB

/// Takes away what a database holds of a run, so that the run lands anew in its place. The run's own row stays, with its id.
enum RunReplacement {
    private static let jobs = "(SELECT id FROM job WHERE run = ?)"
    private static let audits = "(SELECT id FROM audit WHERE run = ?)"

    /// Empties the run, and gives its UUID free.
    static func prepare(run: Int64, uuid: String, _ database: Database) throws {
        let statements = [
            "DELETE FROM leak WHERE audit IN \(audits)", "DELETE FROM audit_kind WHERE audit IN \(audits)",
            "DELETE FROM audit WHERE run = ?",
            "DELETE FROM point WHERE series IN (SELECT id FROM series WHERE run = ?)",
            "DELETE FROM series WHERE run = ?", "DELETE FROM probe WHERE job IN \(jobs)",
            "DELETE FROM disk WHERE job IN \(jobs)", "DELETE FROM direct_run WHERE job IN \(jobs)",
            "DELETE FROM step WHERE job IN \(jobs)", "DELETE FROM job WHERE run = ?",
            "DELETE FROM requirement WHERE run = ?", "DELETE FROM verdict WHERE run = ?",
            "DELETE FROM run_scenario WHERE run = ?",
        ]
        for sql in statements { try database.execute(sql: sql, arguments: [run]) }
        try database.execute(sql: "UPDATE run SET uuid = ? WHERE id = ?", arguments: ["replaced \(uuid)", run])
    }

    /// Gives the run the columns of a new row, which is taken away. An exclusion that is made here holds on.
    static func move(
        from fresh: Int64, to run: Int64, columns: [String], _ database: Database
    ) throws {
        let row = try Row.fetchOne(
            database, sql: "SELECT \(columns.joined(separator: ", ")) FROM run WHERE id = ?", arguments: [fresh])
        guard let row else { return }
        let values: [DatabaseValue] = columns.indices.map { row[$0] }
        try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [fresh])
        let changes = columns.map { $0 == "excluded" ? "excluded = coalesce(excluded, ?)" : "\($0) = ?" }
        try database.execute(
            sql: "UPDATE run SET \(changes.joined(separator: ", ")) WHERE id = ?",
            arguments: StatementArguments(values + [run.databaseValue]))
    }
}
