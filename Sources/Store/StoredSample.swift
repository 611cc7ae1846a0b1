import Model

/// A job as the account of the disk sees it.
public struct StoredSample: Sendable, Equatable {
    /// The job's id in this database.
    public var job: Int64
    /// The job's scenario.
    public var scenario: String
    /// The job's configuration.
    public var configuration: String
    /// The job's fixture.
    public var fixture: String
    /// What its revision changed.
    public var changeClass: ChangeClass
    /// How much it counts when the trace is weighted back to its population.
    public var weight: Double
    /// Whether it only warmed the worker.
    public var warmup: Bool
    /// Whether it was told to build without the cache.
    public var cold: Bool
    /// The layers that its build made anew, in bytes; nil where the engine did not tell.
    public var madeBytes: Int?
    /// What the disk held after it; nil where there is no sample.
    public var disk: DiskRecord?

    /// A value of these parts.
    public init(
        job: Int64, scenario: String, configuration: String, fixture: String, changeClass: ChangeClass, weight: Double,
        warmup: Bool, cold: Bool, madeBytes: Int? = nil, disk: DiskRecord? = nil
    ) {
        self.job = job
        self.scenario = scenario
        self.configuration = configuration
        self.fixture = fixture
        self.changeClass = changeClass
        self.weight = weight
        self.warmup = warmup
        self.cold = cold
        self.madeBytes = madeBytes
        self.disk = disk
    }
}
