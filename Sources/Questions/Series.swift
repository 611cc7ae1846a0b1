/// What one figure is about: a fixture in a configuration.
struct Series: Sendable, Hashable, Comparable {
    /// The fixture's name.
    var fixture: String
    /// The configuration's name, as `builder=buildkit`.
    var configuration: String

    /// Whether it is the no-op fixture: the floor, which counts in no verdict.
    var isFloor: Bool { fixture == "noop" }

    /// By fixture, the floor last, then by configuration.
    static func < (left: Series, right: Series) -> Bool {
        (left.isFloor ? 1 : 0, left.fixture, left.configuration) < (
            right.isFloor ? 1 : 0, right.fixture, right.configuration
        )
    }
}
