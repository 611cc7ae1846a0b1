/// What one figure is about: a fixture in a configuration.
public struct Series: Sendable, Hashable, Comparable {
    /// The fixture's name.
    public var fixture: String
    /// The configuration's name, as `builder=buildkit`.
    public var configuration: String

    /// A fixture in a configuration.
    public init(fixture: String, configuration: String) {
        self.fixture = fixture
        self.configuration = configuration
    }

    /// Whether it is the no-op fixture: the floor, which counts in no verdict.
    public var isFloor: Bool { fixture == "noop" }

    /// By fixture, the floor last, then by configuration.
    public static func < (left: Series, right: Series) -> Bool {
        (left.isFloor ? 1 : 0, left.fixture, left.configuration) < (
            right.isFloor ? 1 : 0, right.fixture, right.configuration
        )
    }
}
