/// How long an audit may take over what.
public struct AuditLimits: Sendable, Equatable {
    /// How long the engine may take to answer.
    public var engine: Duration
    /// How long something that should be gone may stay: removal is asynchronous.
    public var patience: Duration
    /// The shortest time between two looks; it doubles as long as something is there.
    public var interval: Duration
    /// The longest time between two of them.
    public var longestInterval: Duration

    /// The defaults: 10 s for the engine, 3 s for what is being removed, looks 20 ms to 400 ms apart.
    public init(
        engine: Duration = .seconds(10), patience: Duration = .seconds(3), interval: Duration = .milliseconds(20),
        longestInterval: Duration = .milliseconds(400)
    ) {
        self.engine = engine
        self.patience = patience
        self.interval = interval
        self.longestInterval = longestInterval
    }
}
