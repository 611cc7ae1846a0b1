import Model

/// What many jobs of a run have in common.
public struct JobKind: Sendable, Hashable {
    /// The scenario's name.
    public var scenario: String
    /// The configuration's name.
    public var configuration: String
    /// The fixture's name.
    public var fixture: String
    /// What the revisions changed.
    public var changeClass: ChangeClass

    /// A value of these parts.
    public init(scenario: String, configuration: String, fixture: String, changeClass: ChangeClass) {
        self.scenario = scenario
        self.configuration = configuration
        self.fixture = fixture
        self.changeClass = changeClass
    }
}
