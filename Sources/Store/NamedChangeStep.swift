import Model

/// A cacheable step of a job whose revision is a change with a name of its own.
public struct NamedChangeStep: Sendable, Equatable {
    /// The change's name.
    public var change: String
    /// The configuration's name.
    public var configuration: String
    /// The fixture's name.
    public var fixture: String
    /// Its instruction.
    public var instruction: String
    /// Whether it came from the cache.
    public var cached: Bool
    /// Why it did not, where it is known.
    public var missReason: MissReason?

    /// A value of these parts.
    public init(
        change: String, configuration: String, fixture: String, instruction: String, cached: Bool,
        missReason: MissReason? = nil
    ) {
        self.change = change
        self.configuration = configuration
        self.fixture = fixture
        self.instruction = instruction
        self.cached = cached
        self.missReason = missReason
    }
}
