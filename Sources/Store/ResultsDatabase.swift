import Foundation
import GRDB
import Synchronization

/// Where results are kept: one SQLite file in WAL mode, on the system's libsqlite3.
///
/// Every package method is one transaction. With WAL and `synchronous=NORMAL`, what was saved survives the death of the
/// process at any moment (`kill -9`). When the machine loses power, the newest saves may be missing, but the file stays
/// whole. Nothing is ever deleted: a run can be excluded, with a reason.
///
/// All methods throw `ResultsError`. They block the calling thread: usually for well under a millisecond, but for the
/// busy timeout while another program holds the file. Code beside which others measure writes through a `PatientWriter`.
package struct ResultsDatabase: Sendable {
    package enum Access: Sendable {
        /// Creates what is missing (also the folder) and brings the schema up to date.
        case readWrite
        /// Changes nothing. The database must exist, and be of this version of the schema.
        case readOnly
    }

    /// `:memory:` if it is not in a file.
    package let path: String
    let queue: DatabaseQueue
    let meter = StatementMeter()

    /// How many SQL statements were executed since it was opened, including those that begin and end transactions; 0 if
    /// it was opened for reading only.
    package var statements: Int { meter.count }

    /// - Parameter busyTimeout: how long to wait for another program that holds the file, in seconds.
    /// - Throws: `ResultsError`: a file that is no database, or not Plimsoll's, or a newer Plimsoll's is refused untouched.
    package static func open(path: String, access: Access, busyTimeout: Double = 5) throws -> ResultsDatabase {
        try mapErrors(path: path) {
            let opening = DatabaseOpening(path: path, busyTimeout: busyTimeout)
            return switch access {
            case .readWrite: ResultsDatabase(metered: try opening.forWriting(), path)
            case .readOnly: ResultsDatabase(path: path, queue: try opening.forReading())
            }
        }
    }

    /// Opens a database that is not written to. If an older Plimsoll wrote it, a temporary copy is opened instead and
    /// brought up to date; it is deleted with the value.
    /// - Throws: `ResultsError`, as `open(path:access:busyTimeout:)` for reading, but for `older`.
    package static func openForImport(path: String, busyTimeout: Double = 5) throws -> ResultsDatabase {
        try mapErrors(path: path) {
            let opening = DatabaseOpening(path: path, busyTimeout: busyTimeout)
            return ResultsDatabase(path: path, queue: try opening.forImport())
        }
    }

    /// A new database that lives as long as this value.
    package static func inMemory() throws -> ResultsDatabase {
        try mapErrors(path: ":memory:") {
            let queue = try DatabaseQueue()
            try Schema.migrator.migrate(queue)
            return ResultsDatabase(metered: queue, ":memory:")
        }
    }

    /// The newest schema that this Plimsoll knows: the count of its migrations.
    package static var schemaVersion: Int { Schema.version }

    /// Moves the content of the write-ahead log into the database file and closes it. No method may be called
    /// afterwards.
    ///
    /// Optional: the file is whole without it, as long as the files `PATH-wal` and `PATH-shm` stay beside it.
    package func close() throws { try Self.mapErrors(path: path) { try queue.close() } }

    private static func mapErrors<Value>(path: String, _ body: () throws -> Value) throws(ResultsError) -> Value {
        do { return try body() } catch { throw ResultsError(error, path: path) }
    }
}

extension ResultsDatabase {
    private init(metered queue: DatabaseQueue, _ path: String) {
        self.init(path: path, queue: queue)
        meter.attach(to: queue)
    }

    /// Reads everything in `body` in one state of the database.
    /// - Throws: `ResultsError` for what SQLite reports; anything else that `body` throws unchanged.
    package func reading<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try passingErrors { try queue.read(body) }
    }

    /// Does everything in `body` in one transaction, which is rolled back if `body` throws.
    /// - Throws: `ResultsError` for what SQLite reports; anything else that `body` throws unchanged.
    package func writing<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try passingErrors { try queue.write(body) }
    }

    private func passingErrors<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch  where error is DatabaseError || error is RowDecodingError {
            throw ResultsError(error, path: path)
        }
    }

    /// What `make` makes of each row of a query. Its first argument is the run's row id, `more` are the others.
    func list<Value>(
        run: UUID, _ sql: String, _ more: StatementArguments = [], _ make: (Row) throws -> Value
    ) throws -> [Value] {
        try reading { try $0.list(sql, [try rowID(of: run, $0)] + more, make) }
    }

    func rowID(of run: UUID, _ database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(sql: "SELECT id FROM run WHERE uuid = ?")
        guard let id = try Int64.fetchOne(statement, arguments: [run.uuidString]) else {
            throw ResultsError(
                .unknownRun, "there is no run \(run.uuidString) in \(path): name another run or database")
        }
        return id
    }
}

extension Database {
    /// What `make` makes of each row of a query.
    func list<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ make: (Row) throws -> Value
    ) throws -> [Value] {
        let rows = try Row.fetchCursor(self, sql: sql, arguments: arguments)
        var values: [Value] = []
        while let row = try rows.next() { values.append(try make(row)) }
        return values
    }

    /// Inserts a row into a table.
    /// - Parameter replacing: whether it takes the place of a row with the same key.
    func insert(
        into table: String, replacing: Bool = false, _ row: KeyValuePairs<String, (any DatabaseValueConvertible)?>
    ) throws {
        let columns = row.map(\.key).joined(separator: ", ")
        let places = row.map { _ in "?" }.joined(separator: ", ")
        let verb = replacing ? "INSERT OR REPLACE" : "INSERT"
        try cachedStatement(sql: "\(verb) INTO \(table) (\(columns)) VALUES (\(places))")
            .execute(arguments: StatementArguments(row.map(\.value)))
    }
}

/// Counts the SQL statements that a database executes, including those that begin and end transactions.
final class StatementMeter: Sendable {
    private let statements = Atomic<Int>(0)

    var count: Int { statements.load(ordering: .relaxed) }

    /// Forgets what was counted since it stood at `count`. Nothing else may be executed meanwhile.
    func reset(to count: Int) { statements.store(count, ordering: .relaxed) }

    func attach(to queue: DatabaseQueue) {
        queue.writeWithoutTransaction { database in
            database.trace { [self] _ in statements.add(1, ordering: .relaxed) }
        }
    }
}
