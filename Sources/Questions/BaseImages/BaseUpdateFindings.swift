import Model

/// What updates of base images invalidated in one repository, and what catching up took.
struct BaseUpdateFindings: Sendable, Equatable {
    /// The update.
    var update: BaseUpdate
    /// The fixture and the builder.
    var series: Series
    /// What the repository builds upon.
    var kind: BaseKind
    /// How many builds there were, one an update.
    var builds: Int
    /// Their steps that can come from a cache.
    var steps: Int
    /// Those of them that missed.
    var misses: Int
    /// Those of them that missed because the base had changed.
    var baseMisses: Int
    /// Median of the builds, in seconds.
    var seconds: Double
}

/// What one kind of update costs all repositories with one builder until they have caught up, in seconds.
struct CatchUp: Sendable, Equatable {
    /// The update.
    var update: BaseUpdate
    /// The builder.
    var configuration: String
    /// What the repositories build upon.
    var kind: BaseKind
    /// Building the provided images anew, once for all repositories; 0 upon Debian alone.
    var suite: Double?
    /// The repositories' next builds, added up.
    var repositories: Double
    /// How many repositories.
    var count: Int
    /// How many updates the figures are medians of.
    var updates: Int

    /// Both.
    var total: Double? { suite.map { $0 + repositories } }
}
