/// The jobs of a series that were built without a cache.
public struct ColdFindings: Sendable, Equatable {
    /// Median overhead in seconds.
    public var overhead: Estimate
    /// Median of the build phase in seconds.
    public var build: Double
    /// Median wall time in seconds.
    public var wall: Double
}
