/// What it took the first engine to push what it had built, for one fixture and builder.
struct PushFindings: Sendable, Equatable {
    /// The fixture and the builder.
    var series: Series
    /// How many times it pushed.
    var pushes: Int
    /// The first push, of everything, in bytes; nil where it was not counted.
    var firstBytes: Double?
    /// Median of the later ones, in bytes.
    var laterBytes: Double?
    /// The first push, in seconds.
    var firstSeconds: Double?
    /// Median of the later ones, in seconds.
    var laterSeconds: Double?
}
