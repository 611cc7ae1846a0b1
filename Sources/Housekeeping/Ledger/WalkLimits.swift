/// How far a walk may go.
public struct WalkLimits: Sendable, Equatable {
    /// How long it may take.
    public var time: Duration
    /// How many entries it may look at.
    public var entries: Int

    /// Limits; the defaults are for a walk between two jobs: 5 s, 500,000 entries.
    public init(time: Duration = .seconds(5), entries: Int = 500_000) {
        self.time = time
        self.entries = entries
    }
}
