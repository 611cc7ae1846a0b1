import Model

/// A job that was read back.
public struct StoredJob: Sendable, Equatable, Identifiable {
    /// Its id in this database: `job` in the views.
    public var id: Int64
    /// What was measured. Times of day come back to the millisecond.
    public var record: JobRecord
    /// How its build's steps fared; nil unless asked for with `JobParts.stepCounts`.
    public var stepCounts: StepCounts?

    /// A job under its id.
    public init(id: Int64, record: JobRecord, stepCounts: StepCounts? = nil) {
        self.id = id
        self.record = record
        self.stepCounts = stepCounts
    }
}

/// The steps of one build, counted.
public struct StepCounts: Sendable, Equatable {
    /// Those that can come from the cache.
    public var cacheable: Int
    /// Those of them that did.
    public var cached: Int

    /// Counts that were made elsewhere.
    public init(cacheable: Int = 0, cached: Int = 0) {
        self.cacheable = cacheable
        self.cached = cached
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
    /// Only how many of the steps could come from the cache, and did: counted by the database, several times faster.
    public static let stepCounts = JobParts(rawValue: 2)
}
