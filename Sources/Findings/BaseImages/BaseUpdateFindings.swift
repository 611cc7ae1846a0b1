import Records

/// What updates of base images invalidated in one repository, and what catching up took.
public struct BaseUpdateFindings: Sendable, Equatable {
    /// The update.
    public var update: BaseUpdate
    /// The fixture and the builder.
    public var series: Series
    /// What the repository builds upon.
    public var kind: BaseKind
    /// How many builds there were, one an update.
    public var builds: Int
    /// Their steps that can come from a cache.
    public var steps: Int
    /// Those of them that missed.
    public var misses: Int
    /// Those of them that missed because the base had changed.
    public var baseMisses: Int
    /// Median of the builds, in seconds.
    public var seconds: Double
}

/// What one kind of update costs all repositories with one builder until they have caught up, in seconds.
public struct CatchUp: Sendable, Equatable {
    /// The update.
    public var update: BaseUpdate
    /// The builder.
    public var configuration: String
    /// What the repositories build upon.
    public var kind: BaseKind
    /// Building the provided images anew, once for all repositories; 0 upon Debian alone.
    public var suite: Double?
    /// The repositories' next builds, added up.
    public var repositories: Double
    /// How many repositories.
    public var count: Int
    /// How many updates the figures are medians of.
    public var updates: Int

    /// Both.
    public var total: Double? { suite.map { $0 + repositories } }
}
