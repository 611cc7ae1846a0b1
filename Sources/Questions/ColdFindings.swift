/// The jobs of a series that were built without a cache.
struct ColdFindings: Sendable, Equatable {
    /// Median overhead in seconds.
    var overhead: Estimate
    /// Median of the build phase in seconds.
    var build: Double
    /// Median wall time in seconds.
    var wall: Double
}
