import Model

/// The warm jobs of a series whose revisions changed the same kind of thing.
struct ClassFindings: Sendable, Equatable {
    /// What their revisions changed.
    var changeClass: ChangeClass
    /// Median overhead in seconds.
    var overhead: Estimate
    /// Share of the trace that the class stands for, by weight, from 0 to 1.
    var proportion: Double
    /// Build steps that can come from the cache, over all its jobs.
    var cacheableSteps: Int
    /// Those that did.
    var cachedSteps: Int
    /// Overheads of single jobs in seconds, ascending, thinned evenly where they are many: for drawing, not for counting.
    var points: [Double]
}
