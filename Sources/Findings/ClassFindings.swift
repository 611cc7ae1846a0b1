import Records

/// The warm jobs of a series whose revisions changed the same kind of thing.
public struct ClassFindings: Sendable, Equatable {
    /// What their revisions changed.
    public var changeClass: ChangeClass
    /// Median overhead in seconds.
    public var overhead: Estimate
    /// Share of the trace that the class stands for, by weight, from 0 to 1.
    public var proportion: Double
    /// Build steps that can come from the cache, over all its jobs.
    public var cacheableSteps: Int
    /// Those that did.
    public var cachedSteps: Int
    /// Overheads of single jobs in seconds, ascending, thinned evenly where they are many: for drawing, not for counting.
    public var points: [Double]
}
