/// How long the ledger may take over what.
public struct LedgerLimits: Sendable, Equatable {
    /// How long the engine may take to say what it keeps.
    public var engine: Duration
    /// How long to wait for two readings that are alike.
    public var quiet: Duration
    /// The shortest time between two readings that are compared; it doubles as long as they differ.
    public var interval: Duration
    /// The longest time between two of them.
    public var longestInterval: Duration
    /// The walk between two jobs over a data root that has no filesystem of its own.
    public var walk: WalkLimits
    /// The walk at the end of a series that names what the remainder consists of.
    public var survey: WalkLimits

    /// The defaults: 10 s for the engine, 2 s for quiet, readings 5 ms to 200 ms apart.
    public init(
        engine: Duration = .seconds(10), quiet: Duration = .seconds(2), interval: Duration = .milliseconds(5),
        longestInterval: Duration = .milliseconds(200), walk: WalkLimits = WalkLimits(),
        survey: WalkLimits = WalkLimits(time: .seconds(60), entries: 5_000_000)
    ) {
        self.engine = engine
        self.quiet = quiet
        self.interval = interval
        self.longestInterval = longestInterval
        self.walk = walk
        self.survey = survey
    }
}
