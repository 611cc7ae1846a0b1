/// One probe in all settings.
struct ProbeFindings: Sendable, Equatable {
    /// Its id in the catalogue.
    var id: String
    /// What it tries.
    var tries: String
    /// What passes.
    var expected: String
    /// Why that matters.
    var matters: String
    /// What it saw in each setting that it was told of.
    var outcomes: [ProbeSetting: ProbeOutcome]
}
