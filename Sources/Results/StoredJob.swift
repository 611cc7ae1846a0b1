import Records

/// A job that was read back.
public struct StoredJob: Sendable, Equatable, Identifiable {
    /// Its id in this database: `job` in the views.
    public var id: Int64
    /// What was measured. Times of day come back to the millisecond.
    public var record: JobRecord

    /// A job under its id.
    public init(id: Int64, record: JobRecord) {
        self.id = id
        self.record = record
    }
}

/// What to read of a job beside its own figures.
public struct JobParts: OptionSet, Sendable {
    /// One bit a part.
    public let rawValue: Int

    /// The parts whose bits are set.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// The build's steps: about ten times as many rows as jobs.
    public static let steps = JobParts(rawValue: 1)
}
