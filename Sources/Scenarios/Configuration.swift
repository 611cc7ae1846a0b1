/// One point in the product of a scenario's factors.
public struct Configuration: Codable, Sendable, Hashable {
    /// Which builder the build phase asks for.
    public var builder: Builder

    /// One point of the matrix.
    public init(builder: Builder) {
        self.builder = builder
    }

    /// `factor=value` for each factor, joined by commas: stable, so that runs can be compared by it.
    public var name: String { "builder=\(builder.rawValue)" }
}
