import Records

/// How often a release engineer would have had to do something for this fleet.
public struct SetUpCount: Sendable, Equatable {
    /// What was done.
    public var action: SetUpAction
    /// The builder that it is for, by its configuration's name; nil where it is for all.
    public var configuration: String?
    /// How often: once a fleet, a worker or a job definition.
    public var count: Int
}
