import Results

/// Databases as the verbs open them that look at runs of the past.
enum TrackedDatabase {
    /// Opens a database for reading. One that an older Plimsoll wrote is brought up to date first: nothing in it is lost by that.
    static func open(_ path: String) throws -> ResultsDatabase {
        do {
            return try ResultsDatabase.open(path: path, access: .readOnly)
        } catch let error as ResultsError where error.code == .older {
            return try ResultsDatabase.open(path: path, access: .readWrite)
        }
    }

    /// Opens a database for writing that must be there: a mistyped path makes no new one.
    static func openForWriting(_ path: String) throws -> ResultsDatabase {
        try open(path).close()
        return try ResultsDatabase.open(path: path, access: .readWrite)
    }
}
