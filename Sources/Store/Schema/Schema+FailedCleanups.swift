import Foundation
import GRDB

extension Schema {
    /// Why a job's cleanup failed, beside why the job did; and one name for one unit.
    static func keepFailedCleanups(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE job ADD COLUMN cleanup_failure TEXT;
                UPDATE job SET cleanup_failure = failure WHERE failed_phase = 'cleanup';
                UPDATE series SET unit = 'byte' WHERE unit = 'bytes';
                """)
        try add("job.cleanup_failure AS cleanup_failure", to: "job_view", from: "job", database)
    }

    /// Adds a column to a view, whatever columns it has by then. Views are contracts, and only gain columns.
    ///
    /// - Parameter table: the table after the view's `FROM`, which stands on a line of its own.
    static func add(_ column: String, to view: String, from table: String, _ database: Database) throws {
        let found = try String.fetchOne(
            database, sql: "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?", arguments: [view])
        guard let text = found, let place = text.range(of: "\nFROM \(table)\n") else {
            throw DatabaseError(message: "\(view) is not as Plimsoll made it: it has no line `FROM \(table)`")
        }
        let extended = text.replacingCharacters(in: place, with: ",\n    \(column)\nFROM \(table)\n")
        try database.execute(sql: "DROP VIEW \(view)")
        try database.execute(sql: extended)
    }
}
