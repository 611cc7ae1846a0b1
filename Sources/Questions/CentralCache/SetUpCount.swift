import Model

/// How often a release engineer would have had to do something for this fleet.
struct SetUpCount: Sendable, Equatable {
    /// What was done.
    var action: SetUpAction
    /// The builder that it is for, by its configuration's name; nil where it is for all.
    var configuration: String?
    /// How often: once a fleet, a worker or a job definition.
    var count: Int
}
