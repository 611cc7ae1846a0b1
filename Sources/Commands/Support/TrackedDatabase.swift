import Results

/// Databases as the verbs open them that look at runs of the past. None of them makes a database: a mistyped path is an error.
enum TrackedDatabase {
    /// Opens a database for reading. One that an older Plimsoll wrote is read too, out of a copy: it stays as it is.
    static func open(_ path: String) throws -> ResultsDatabase {
        do {
            return try ResultsDatabase.open(path: path, access: .readOnly)
        } catch let error as ResultsError where error.code == .older {
            return try ResultsDatabase.openForImport(path: path)
        }
    }

    /// Opens a database for writing that must be there. One that an older Plimsoll wrote is brought up to date: nothing in it is lost.
    static func openForWriting(_ path: String) throws -> ResultsDatabase {
        do {
            try ResultsDatabase.open(path: path, access: .readOnly).close()
        } catch let error as ResultsError where error.code == .older {}
        return try ResultsDatabase.open(path: path, access: .readWrite)
    }
}
