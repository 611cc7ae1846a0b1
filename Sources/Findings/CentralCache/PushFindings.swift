/// What it took the first engine to push what it had built, for one fixture and builder.
public struct PushFindings: Sendable, Equatable {
    /// The fixture and the builder.
    public var series: Series
    /// How many times it pushed.
    public var pushes: Int
    /// The first push, of everything, in bytes; nil where it was not counted.
    public var firstBytes: Double?
    /// Median of the later ones, in bytes.
    public var laterBytes: Double?
    /// The first push, in seconds.
    public var firstSeconds: Double?
    /// Median of the later ones, in seconds.
    public var laterSeconds: Double?
}
