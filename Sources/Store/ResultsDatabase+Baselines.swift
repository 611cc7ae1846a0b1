import Foundation
import GRDB

/// Names for runs that others are compared with. A name can be given to another run or taken away; the runs stay as they are.
extension ResultsDatabase {
    /// Gives a name to a run, in place of the run that had it.
    ///
    /// - Throws: `ResultsError`, `unknownRun`.
    public func set(baseline name: String, run: UUID, at date: Date) throws {
        try write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO baseline (name, run, set_ms) VALUES (?, ?, ?)",
                arguments: [name, try rowID(of: run, database), date.milliseconds])
        }
    }

    /// Takes a name away.
    ///
    /// - Returns: whether there was one.
    public func delete(baseline name: String) throws -> Bool {
        try write { database in
            try database.execute(sql: "DELETE FROM baseline WHERE name = ?", arguments: [name])
            return database.changesCount > 0
        }
    }

    /// All names, in order.
    public func baselines() throws -> [StoredBaseline] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT baseline.name, run.uuid, baseline.set_ms FROM baseline JOIN run ON run.id = baseline.run
                    ORDER BY baseline.name
                    """)
            return try rows.map { row in
                let uuid: String = row[1]
                guard let run = UUID(uuidString: uuid) else {
                    throw ResultsError(.damaged, "the run \(uuid) has an id that Plimsoll did not write")
                }
                return StoredBaseline(name: row[0], run: run, setAt: Date(milliseconds: row[2]))
            }
        }
    }
}
