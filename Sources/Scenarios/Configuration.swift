/// One point in the product of a scenario's factors.
public struct Configuration: Codable, Sendable, Hashable {
    /// Which builder the build phase asks for.
    public var builder: Builder
    /// What the build finds of earlier builds; nil where the scenario does not vary it: what its engine has.
    public var cache: CacheSource?

    /// One point of the matrix.
    public init(builder: Builder, cache: CacheSource? = nil) {
        self.builder = builder
        self.cache = cache
    }

    /// `factor=value` for each factor that the scenario varies, joined by commas: stable, so that runs can be compared by it.
    public var name: String { "builder=\(builder.rawValue)" + (cache.map { ",cache=\($0.rawValue)" } ?? "") }
}
