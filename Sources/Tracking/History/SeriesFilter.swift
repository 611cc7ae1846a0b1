import Model

/// Which series of a metric are looked at: of everything that is named, what is nil is any.
public struct SeriesFilter: Sendable, Equatable {
    /// The scenario's name.
    public var scenario: String?
    /// The configuration's name.
    public var configuration: String?
    /// The fixture's name.
    public var fixture: String?
    /// What the revisions changed.
    public var changeClass: ChangeClass?

    /// A filter of these parts.
    public init(
        scenario: String? = nil, configuration: String? = nil, fixture: String? = nil, changeClass: ChangeClass? = nil
    ) {
        self.scenario = scenario
        self.configuration = configuration
        self.fixture = fixture
        self.changeClass = changeClass
    }

    /// Whether a series is one of them.
    public func contains(_ key: SeriesKey) -> Bool {
        (scenario == nil || scenario == key.scenario) && (configuration == nil || configuration == key.configuration)
            && (fixture == nil || fixture == key.fixture) && (changeClass == nil || changeClass == key.changeClass)
    }
}
