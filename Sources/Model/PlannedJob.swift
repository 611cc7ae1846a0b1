import Model

/// One job of a plan, with everything resolved.
public struct PlannedJob: Codable, Sendable, Hashable {
    /// Its place in the plan, from 0.
    public var position: Int
    /// The round of the interleaved order that it belongs to, from 0.
    public var round: Int
    /// The fixture's name.
    public var fixture: String
    /// The change whose revision is built.
    public var change: Change
    /// The configuration to build it in.
    public var configuration: Configuration
    /// Whether it only warms the worker.
    public var warmup: Bool
    /// Whether it builds without the cache.
    public var cold: Bool
    /// Whether, and in which order, the same command is also run without an engine.
    public var direct: DirectRecord.Order?
    /// How much it counts when the trace is weighted back to its population; 0: it is not of the trace.
    public var weight: Double
    /// When it arrives at its level, in mean times between arrivals since the level began; nil where it does not arrive by itself.
    public var arrival: Double?

    /// One job of a plan; without further arguments one of the trace that counts once.
    public init(
        position: Int, round: Int, fixture: String, change: Change, configuration: Configuration, warmup: Bool = false,
        cold: Bool = false, direct: DirectRecord.Order? = nil, weight: Double = 1, arrival: Double? = nil
    ) {
        self.arrival = arrival
        self.position = position
        self.round = round
        self.fixture = fixture
        self.change = change
        self.configuration = configuration
        self.warmup = warmup
        self.cold = cold
        self.direct = direct
        self.weight = weight
    }
}
