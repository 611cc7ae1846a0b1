/// Everything found of one fixture in one configuration. Durations are in seconds.
public struct SeriesFindings: Sendable, Equatable {
    /// The fixture and the configuration.
    public var series: Series
    /// Median overhead of its warm jobs, weighted to the trace's real proportions; nil where none succeeded.
    public var overhead: Estimate?
    /// Median wall time of its warm jobs.
    public var wall: Double?
    /// Median of overhead over wall time, from 0 to 1.
    public var share: Double?
    /// Median of each part of its warm jobs. Medians of parts do not add up to the median of the whole.
    public var parts: WallParts?
    /// Its warm jobs by what their revision changed.
    public var classes: [ClassFindings]
    /// Its jobs that were built without a cache.
    public var cold: ColdFindings?
    /// Its jobs beside the same command without an engine.
    public var direct: DirectFindings?
    /// What Plimsoll itself cost in its warm jobs.
    public var own: OwnCostFindings?
}
