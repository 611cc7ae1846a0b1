/// The rules by which steps are looked for in a history.
public struct HistoryTerms: Sendable, Equatable {
    /// How likely a series without any step may show one.
    public var level = 0.01
    /// The fewest runs between two steps, before the first and after the last.
    public var minimumSegment = 5
    /// Seeds the search.
    public var seed: UInt64 = 1
    /// Whether runs count whose engine, host or scenario differ from the newest run's.
    public var includesUnlike = false

    /// The default rules.
    public init() {}
}
