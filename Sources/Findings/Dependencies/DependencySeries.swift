import Records

/// One package manager with one strategy and one builder. Costs are in seconds.
public struct DependencySeries: Sendable, Equatable {
    /// The fixture, named for its package manager, and the configuration.
    public var series: Series
    /// The factor `strategy`.
    public var strategy: String
    /// The median cost of a cold job; nil where there is none.
    public var cold: Estimate?
    /// Costs of single cold jobs, ascending.
    public var coldPoints: [Double]
    /// The changes by class: nothing, source, dependencies.
    public var classes: [DependencyClass]
    /// The cost of a change of the manifest over that of a cold job; its count is of such changes.
    public var ratio: Estimate?
    /// Median of what restoring an archive took, of changes of the manifest; nil where none was restored.
    public var restore: Double?
    /// Median of what saving one took.
    public var save: Double?
    /// Median of its size, in bytes.
    public var archiveBytes: Double?
    /// What the rule says of it alone.
    public var answer: Verdict.Answer
    /// How many more changes of the manifest would decide it, where it is undecided and changes can.
    public var jobsNeeded: Int?

    /// The changes of one class.
    public func of(_ changeClass: ChangeClass) -> DependencyClass? {
        classes.first { $0.changeClass == changeClass }
    }
}
