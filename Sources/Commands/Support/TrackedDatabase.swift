import Store

/// Opens databases for the verbs that look at past runs. None of them makes a database: a mistyped path is an error.
enum TrackedDatabase {
    /// Opens a database for reading. One that an older Plimsoll wrote is read from a copy, and stays as it is.
    static func open(_ path: String) throws -> ResultsDatabase {
        do {
            return try ResultsDatabase.open(path: path, access: .readOnly)
        } catch let error as ResultsError where error.code == .older {
            return try ResultsDatabase.openForImport(path: path)
        }
    }

    /// Opens an existing database for writing. One that an older Plimsoll wrote is brought up to date; nothing in it is lost.
    static func openForWriting(_ path: String) throws -> ResultsDatabase {
        do {
            try ResultsDatabase.open(path: path, access: .readOnly).close()
        } catch let error as ResultsError where error.code == .older {}
        return try ResultsDatabase.open(path: path, access: .readWrite)
    }
}
