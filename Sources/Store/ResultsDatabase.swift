import Foundation
import GRDB
import Synchronization

/// Where results are kept: one SQLite file in WAL mode, on the system's libsqlite3.
///
/// Every package method is one transaction: it happens whole or not at all. With WAL and `synchronous=NORMAL` what was
/// saved survives the death of the process at any moment (`kill -9`); when the machine loses power the newest saves may
/// be missing, but the file stays whole. Nothing is ever deleted: a run can be excluded, with a reason.
///
/// All methods throw `ResultsError`. They block the calling thread, for well under a millisecond as a rule and for the
/// busy timeout when another program holds the file: where others measure meanwhile, write through a `PatientWriter`.
package struct ResultsDatabase: Sendable {
    /// What the database is opened for.
    package enum Access: Sendable {
        /// Creates what is missing (also the folder) and brings the schema up to date.
        case readWrite
        /// Changes nothing. The database must be there, and written by this version of the schema.
        case readOnly
    }

    /// Where it is, `:memory:` when it is not in a file.
    package let path: String
    let queue: DatabaseQueue
    /// Of a database that is opened for writing.
    let meter = StatementMeter()

    /// How many SQL statements were executed since it was opened, those that begin and end transactions included; 0 where it was
    /// opened for reading only.
    package var statements: Int { meter.count }

    /// Opens the database at `path`.
    ///
    /// - Parameter busyTimeout: how long to wait for another program that holds the file, in seconds.
    /// - Throws: `ResultsError`: a file that is no database, or not Plimsoll's, or a newer Plimsoll's is refused untouched.
    package static func open(path: String, access: Access, busyTimeout: Double = 5) throws -> ResultsDatabase {
        try mapErrors(path: path) {
            let opening = DatabaseOpening(path: path, busyTimeout: busyTimeout)
            switch access {
            case .readWrite:
                let database = ResultsDatabase(path: path, queue: try opening.forWriting())
                database.meter.attach(to: database.queue)
                return database
            case .readOnly: return ResultsDatabase(path: path, queue: try opening.forReading())
            }
        }
    }

    /// A new database that lives as long as this value.
    package static func inMemory() throws -> ResultsDatabase {
        try mapErrors(path: ":memory:") {
            let queue = try DatabaseQueue()
            try Schema.migrator.migrate(queue)
            let database = ResultsDatabase(path: ":memory:", queue: queue)
            database.meter.attach(to: queue)
            return database
        }
    }

    /// Moves what the write-ahead log holds into the database file and closes it; no method may be called afterwards.
    ///
    /// Optional: the file is whole without it, as long as the files `PATH-wal` and `PATH-shm` stay beside it.
    package func close() throws {
        try Self.mapErrors(path: path) { try queue.close() }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try Self.mapErrors(path: path) { try queue.read(body) }
    }

    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try Self.mapErrors(path: path) { try queue.write(body) }
    }

    /// The row id of a run.
    func rowID(of run: UUID, _ database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(sql: "SELECT id FROM run WHERE uuid = ?")
        guard let id = try Int64.fetchOne(statement, arguments: [run.uuidString]) else {
            throw ResultsError(
                .unknownRun, "there is no run \(run.uuidString) in \(path): name another run or database")
        }
        return id
    }

    private static func mapErrors<Value>(path: String, _ body: () throws -> Value) throws(ResultsError) -> Value {
        do {
            return try body()
        } catch {
            throw ResultsError(error, path: path)
        }
    }
}

/// For programs that take results out to others and in from others, table by table.
extension ResultsDatabase {
    /// The newest schema that this Plimsoll knows: the count of its migrations.
    package static var schemaVersion: Int { Schema.version }

    /// Opens a database that is not written to. Where an older Plimsoll wrote it, a copy in a temporary file is opened instead and
    /// brought up to date, as reading does not suffice for that; the copy is gone when the value is.
    ///
    /// - Throws: `ResultsError`, as `open(path:access:busyTimeout:)` for reading, but for `older`.
    package static func openForImport(path: String, busyTimeout: Double = 5) throws -> ResultsDatabase {
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
    package func reading<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try passingErrors { try queue.read(body) }
    }

    /// Does everything in `body` in one transaction, which is undone when `body` throws.
    ///
    /// - Throws: `ResultsError` for what SQLite reports; anything else that `body` throws as it is.
    package func writing<Value>(_ body: (Database) throws -> Value) throws -> Value {
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

/// Counts the SQL statements that a database executes, those that begin and end transactions included.
final class StatementMeter: Sendable {
    private let statements = Atomic<Int>(0)

    /// How many were executed since it was attached.
    var count: Int { statements.load(ordering: .relaxed) }

    /// Forgets what was counted since it stood at `count`. The caller sees to it that nothing else is executed meanwhile.
    func reset(to count: Int) { statements.store(count, ordering: .relaxed) }

    /// Begins to count what a connection executes.
    func attach(to queue: DatabaseQueue) {
        queue.writeWithoutTransaction { database in
            database.trace { [self] _ in statements.add(1, ordering: .relaxed) }
        }
    }
}
