import Model

/// What a probe saw in a job, as the analysis of the isolation looks at it.
public struct StoredProbe: Sendable, Equatable {
    /// The job's id in this database.
    public var job: Int64
    /// The job's scenario.
    public var scenario: String
    /// The job's fixture.
    public var fixture: String
    /// The job's configuration.
    public var configuration: String
    /// The probe.
    public var record: ProbeRecord

    /// A value of these parts.
    public init(job: Int64, scenario: String, fixture: String, configuration: String, record: ProbeRecord) {
        self.job = job
        self.scenario = scenario
        self.fixture = fixture
        self.configuration = configuration
        self.record = record
    }
}
