import Foundation
import GRDB

/// For programs that take results out to others and in from others, table by table.
extension ResultsDatabase {
    /// The newest schema that this Plimsoll knows: the count of its migrations.
    public static var schemaVersion: Int { Schema.version }

    /// Opens a database that is not written to. Where an older Plimsoll wrote it, a copy in a temporary file is opened instead and
    /// brought up to date, as reading does not suffice for that; the copy is gone when the value is.
    ///
    /// - Throws: `ResultsError`, as `open(path:access:busyTimeout:)` for reading, but for `older`.
    public static func openForImport(path: String, busyTimeout: Double = 5) throws -> ResultsDatabase {
        do {
            let opening = DatabaseOpening(path: path, busyTimeout: busyTimeout)
            return ResultsDatabase(path: path, queue: try opening.forImport())
        } catch {
            throw ResultsError(error, path: path)
        }
    }

    /// Reads everything in `body` in one state of the database, in which nothing changes meanwhile.
    ///
    /// - Throws: `ResultsError` for what SQLite reports; anything else that `body` throws as it is.
    public func reading<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try passingErrors { try queue.read(body) }
    }

    /// Does everything in `body` in one transaction, which is undone when `body` throws.
    ///
    /// - Throws: `ResultsError` for what SQLite reports; anything else that `body` throws as it is.
    public func writing<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try passingErrors { try queue.write(body) }
    }

    private func passingErrors<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw ResultsError(error as any Error, path: path)
        }
    }
}
