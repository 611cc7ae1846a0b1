/// The jobs of one fixture with one builder and one cache. Durations are in seconds, all medians weighted.
struct CacheSeriesFindings: Sendable, Equatable {
    /// The fixture and the builder.
    var series: Series
    /// What the builds found of earlier ones.
    var kind: CacheKind
    /// Median wall time.
    var wall: Estimate
    /// Median of the build phase; with the legacy builder and a registry it includes the pull of the cache.
    var build: Double?
    /// Build steps that can come from the cache, over all jobs.
    var cacheableSteps: Int
    /// Those that did.
    var cachedSteps: Int
    /// Median of what passed between engine and registry, in bytes; nil where nothing was counted.
    var bytes: Double?
    /// Median of the pull before the build; nil where there was none.
    var pull: Double?
    /// Wall times of single jobs, ascending: for drawing.
    var points: [Double]
}
