import GRDB
import Model

/// Why the results could not be read or written.
package struct ResultsError: CodedFailure, Equatable {
    /// Stable, for programs.
    package enum Code: String, Sendable, CaseIterable, UsageCode {
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

        /// Whether the path names no database that this Plimsoll can use.
        package var isUsage: Bool {
            switch self {
            case .missing, .notSQLite, .notOurs, .newer, .unreachable: true
            default: false
            }
        }
    }

    package var code: Code
    /// What happened and what to do about it.
    package var message: String
    /// SQLite's own words, if it had any.
    package var cause: String?

    package init(_ code: Code, _ message: String, cause: String? = nil) {
        (self.code, self.message, self.cause) = (code, message, cause)
    }

    package var description: String { cause.map { "\(message) (\($0))" } ?? message }
}

extension ResultsError {
    /// What a failure of SQLite at `path` means, and what to do about it.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as ResultsError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        default: self.init(.failed, "the results database \(path) failed", cause: String(describing: error))
        }
    }

    private init(_ error: DatabaseError, path: String) {
        let database = "the results database \(path)"
        let (code, message): (Code, String) =
            switch error.resultCode {
            case .SQLITE_NOTADB:
                (.notSQLite, "\(path) is not an SQLite database: name another file with --db, or move this one away")
            case .SQLITE_CANTOPEN:
                (.unreachable, "\(database) cannot be opened: check the path and its permissions")
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
                (
                    .readOnly,
                    "\(database) cannot be written: make the file and its folder writable, "
                        + "or name another with --db"
                )
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                (
                    .locked,
                    "\(database) is held by another program: end that program (`fuser \(path)` finds it) "
                        + "and try again, or name another with --db"
                )
            case .SQLITE_FULL:
                (.diskFull, "the filesystem of \(database) is full: make room there (`df`), then `--resume` the run")
            case .SQLITE_IOERR:
                (
                    .diskFailed,
                    "the disk of \(database) failed to read or write: look for a full filesystem (`df`) "
                        + "or a failing disk (`dmesg`), then `--resume` the run"
                )
            case .SQLITE_CORRUPT, .SQLITE_FORMAT:
                (.damaged, "\(database) is damaged: `sqlite3 \(path) .recover` saves what can be saved")
            case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG:
                (
                    .rejected,
                    "the record breaks a rule of the results database and was not saved: it is there already, "
                        + "or one of its values is no number"
                )
            default: (.failed, "\(database) failed")
            }
        let cause = "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
        self.init(code, message, cause: cause)
    }
}
