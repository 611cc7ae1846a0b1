/// What one command took under one configuration, beside the same command in the usual container. Durations are in seconds.
struct IsolationPrice: Sendable, Equatable {
    /// The command's fixture, and the configuration.
    var series: Series
    /// Whether it is the usual container, which the others are compared with.
    var isBase: Bool
    /// The median time of a job's run phase: its container created, started, run and awaited.
    var run: Estimate
    /// The median time of the command alone.
    var command: Double?
    /// How many jobs have one in the usual container in the same round.
    var pairs: Int
    /// By how much the run phase is longer than the usual container's, over those pairs; nil without any.
    var difference: DirectFindings.Difference?
}
