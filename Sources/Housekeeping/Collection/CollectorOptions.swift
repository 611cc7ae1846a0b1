/// The bounds that a collector keeps.
public struct CollectorOptions: Sendable {
    /// How long it waits for builds at work; new ones are kept out meanwhile.
    public var patience: Duration
    /// How long it keeps builds out once it has the mutex. What is not done then is left to the next collection.
    public var limit: Duration

    /// The defaults: one minute, five minutes.
    public init(patience: Duration = .seconds(60), limit: Duration = .seconds(300)) {
        self.patience = patience
        self.limit = limit
    }
}
