/// How many things of one kind a scenario's series left behind.
public struct LeakTotal: Sendable, Equatable {
    /// The scenario's name.
    public var scenario: String
    /// The kind, as `container`.
    public var kind: String
    /// Whether some audit could not see the kind at all: then no leak is no evidence.
    public var isHidden: Bool
    /// How many were found.
    public var count: Int
}
