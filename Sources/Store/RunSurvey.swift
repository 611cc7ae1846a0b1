/// What one pass over a run's jobs and their steps counted beside what it handed on.
public struct RunSurvey: Sendable, Equatable {
    /// The cacheable steps that did not fail, counted by all that a cache analysis looks at.
    public var tallies: [StepTally]
    /// Whether a measured job that succeeded was of a change with a name of its own.
    public var hasNamedChanges: Bool
}
