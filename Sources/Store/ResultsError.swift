/// Why the results could not be read or written.
public struct ResultsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is: stable, for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// There is no database at the path.
        case missing = "database_missing"
        /// The file is not an SQLite database.
        case notSQLite = "database_not_sqlite"
        /// The file is an SQLite database of another program.
        case notOurs = "database_not_ours"
        /// A newer Plimsoll wrote it.
        case newer = "database_newer"
        /// An older Plimsoll wrote it, and it was opened for reading only, so it cannot be migrated.
        case older = "database_older"
        /// It could not be opened: permissions, a missing folder, a folder in place of a file.
        case unreachable = "database_unreachable"
        /// It can be read but not written.
        case readOnly = "database_read_only"
        /// Another program held it for longer than the busy timeout.
        case locked = "database_locked"
        /// The filesystem that it stands on is full.
        case diskFull = "database_disk_full"
        /// The disk failed to read or write.
        case diskFailed = "database_disk_failed"
        /// Its content is damaged, or holds what this Plimsoll cannot read.
        case damaged = "database_damaged"
        /// The record breaks a rule of the schema: it is there already, or holds a value that is no number.
        case rejected = "record_rejected"
        /// No run in the database has this id.
        case unknownRun = "run_unknown"
        /// No job in the database has this id.
        case unknownJob = "job_unknown"
        /// Any other failure of SQLite.
        case failed = "database_failed"
    }

    /// What kind of failure it is.
    public var code: Code
    /// What happened and what to do about it.
    public var message: String
    /// SQLite's own words, where it had any.
    public var cause: String?

    /// - Parameter message: what happened and what to do about it.
    public init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// Whether the path names no database that this Plimsoll could use: then the command line is at fault, not the work.
    public var isUsage: Bool {
        switch code {
        case .missing, .notSQLite, .notOurs, .newer, .unreachable: true
        default: false
        }
    }

    /// The message, and the cause behind it.
    public var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}
