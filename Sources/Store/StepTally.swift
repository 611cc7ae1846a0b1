import Model

/// The cacheable steps of a run that are alike in all that a cache analysis looks at, counted.
public struct StepTally: Sendable, Equatable {
    /// The configuration's name.
    public var configuration: String
    /// The fixture's name.
    public var fixture: String
    /// What the jobs' revisions changed.
    public var changeClass: ChangeClass
    /// Whether the jobs succeeded on a warm worker: no warm-ups, none told to build without the cache.
    public var warm: Bool
    /// The instruction's text.
    public var instruction: String
    /// Whether the steps came from the cache.
    public var cached: Bool
    /// Why they did not, where it is known.
    public var missReason: MissReason?
    /// How many steps.
    public var count: Int
    /// The weights of their jobs, added up.
    public var weight: Double
    /// How long they took together, in seconds, those whose time is known.
    public var seconds: Double
    /// How many of them have a known time.
    public var timed: Int
    /// The sizes of their layers added up, in bytes, those whose size is known.
    public var bytes: Double
    /// The same, each with its job's weight.
    public var weightedBytes: Double

    /// A value of these parts.
    public init(
        configuration: String, fixture: String, changeClass: ChangeClass, warm: Bool, instruction: String, cached: Bool,
        missReason: MissReason? = nil, count: Int, weight: Double, seconds: Double, timed: Int,
        bytes: Double = 0, weightedBytes: Double = 0
    ) {
        self.configuration = configuration
        self.fixture = fixture
        self.changeClass = changeClass
        self.warm = warm
        self.instruction = instruction
        self.cached = cached
        self.missReason = missReason
        self.count = count
        self.weight = weight
        self.seconds = seconds
        self.timed = timed
        self.bytes = bytes
        self.weightedBytes = weightedBytes
    }
}
