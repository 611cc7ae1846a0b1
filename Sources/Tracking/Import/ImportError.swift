/// Why a file could not be imported: what is wrong with it, where, and what was expected.
public struct ImportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is: stable, for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// It is no export of all records, and no database of results.
        case foreign = "import_foreign"
        /// A line of it is no record, or a record is not as it must be.
        case damaged = "import_damaged"
        /// It ends in the middle of a run.
        case cutOff = "import_cut_off"
        /// A newer Plimsoll wrote it.
        case newer = "import_newer"
    }

    /// What kind of failure it is.
    public var code: Code
    /// The file with line and column where they are known, as `night.ndjson:17:4`.
    public var place: String
    /// What is wrong, and what was expected.
    public var message: String

    /// An error at a place.
    public init(code: Code, place: String, message: String) {
        self.code = code
        self.place = place
        self.message = message
    }

    /// The place and what is wrong there.
    public var description: String { "\(place): \(message)" }
}

/// What is wrong with a record, before it is known where the record comes from.
struct RecordProblem: Error {
    /// In bytes from the start of the record's line.
    let place: Int
    let message: String
}
