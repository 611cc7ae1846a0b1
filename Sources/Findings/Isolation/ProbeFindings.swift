/// One probe in all settings.
public struct ProbeFindings: Sendable, Equatable {
    /// Its id in the catalogue.
    public var id: String
    /// What it tries.
    public var tries: String
    /// What passes.
    public var expected: String
    /// Why that matters.
    public var matters: String
    /// What it saw in each setting that it was told of.
    public var outcomes: [ProbeSetting: ProbeOutcome]
}
