import Model

/// One package manager with one strategy and one builder. Costs are in seconds.
struct DependencySeries: Sendable, Equatable {
    /// The fixture, named for its package manager, and the configuration.
    var series: Series
    /// The factor `strategy`.
    var strategy: String
    /// The median cost of a cold job; nil where there is none.
    var cold: Estimate?
    /// Costs of single cold jobs, ascending.
    var coldPoints: [Double]
    /// The changes by class: nothing, source, dependencies.
    var classes: [DependencyClass]
    /// The cost of a change of the manifest over that of a cold job; its count is of such changes.
    var ratio: Estimate?
    /// Median of what restoring an archive took, of changes of the manifest; nil where none was restored.
    var restore: Double?
    /// Median of what saving one took.
    var save: Double?
    /// Median of its size, in bytes.
    var archiveBytes: Double?
    /// What the rule says of it alone.
    var answer: Verdict.Answer
    /// How many more changes of the manifest would decide it, where it is undecided and changes can.
    var jobsNeeded: Int?

    /// The changes of one class.
    func of(_ changeClass: ChangeClass) -> DependencyClass? {
        classes.first { $0.changeClass == changeClass }
    }
}
