import GRDB

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
        let cause = "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
        switch error.resultCode {
        case .SQLITE_NOTADB:
            self.init(
                .notSQLite, "\(path) is not an SQLite database: name another file with --db, or move this one away",
                cause: cause)
        case .SQLITE_CANTOPEN:
            self.init(
                .unreachable, "the results database \(path) cannot be opened: check the path and its permissions",
                cause: cause)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                .readOnly,
                "the results database \(path) cannot be written: make the file and its folder writable, "
                    + "or name another with --db", cause: cause)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .locked,
                "the results database \(path) is held by another program: end that program (`fuser \(path)` finds it) "
                    + "and try again, or name another with --db", cause: cause)
        case .SQLITE_FULL:
            self.init(
                .diskFull,
                "the filesystem of the results database \(path) is full: make room there (`df`), "
                    + "then `--resume` the run",
                cause: cause)
        case .SQLITE_IOERR:
            self.init(
                .diskFailed,
                "the disk of the results database \(path) failed to read or write: look for a full filesystem (`df`) "
                    + "or a failing disk (`dmesg`), then `--resume` the run", cause: cause)
        case .SQLITE_CORRUPT, .SQLITE_FORMAT:
            self.init(
                .damaged,
                "the results database \(path) is damaged: `sqlite3 \(path) .recover` saves what can be saved",
                cause: cause)
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG:
            self.init(
                .rejected,
                "the record breaks a rule of the results database and was not saved: it is there already, "
                    + "or one of its values is no number", cause: cause)
        default:
            self.init(.failed, "the results database \(path) failed", cause: cause)
        }
    }
}
