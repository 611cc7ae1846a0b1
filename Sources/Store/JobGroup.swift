import Model

/// The jobs of a run that are alike in all that was planned for them, but for the revision.
public struct JobGroup: Sendable, Hashable {
    /// The scenario's name.
    public var scenario: String
    /// The configuration's name.
    public var configuration: String
    /// The fixture's name.
    public var fixture: String
    /// What the revisions changed.
    public var changeClass: ChangeClass
    /// Whether the jobs were told to build without the cache.
    public var cold: Bool

    /// A value of these parts.
    public init(scenario: String, configuration: String, fixture: String, changeClass: ChangeClass, cold: Bool) {
        self.scenario = scenario
        self.configuration = configuration
        self.fixture = fixture
        self.changeClass = changeClass
        self.cold = cold
    }
}
