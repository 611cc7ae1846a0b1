/// Everything found of one fixture in one configuration. Durations are in seconds.
struct SeriesFindings: Sendable, Equatable {
    /// The fixture and the configuration.
    var series: Series
    /// Median overhead of its warm jobs, weighted to the trace's real proportions; nil where none succeeded.
    var overhead: Estimate?
    /// Median wall time of its warm jobs.
    var wall: Double?
    /// Median of overhead over wall time, from 0 to 1.
    var share: Double?
    /// Median of each part of its warm jobs. Medians of parts do not add up to the median of the whole.
    var parts: WallParts?
    /// Its warm jobs by what their revision changed.
    var classes: [ClassFindings]
    /// Its jobs that were built without a cache.
    var cold: ColdFindings?
    /// Its jobs beside the same command without an engine.
    var direct: DirectFindings?
    /// What Plimsoll itself cost in its warm jobs.
    var own: OwnCostFindings?
}
