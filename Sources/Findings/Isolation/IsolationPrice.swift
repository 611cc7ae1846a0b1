/// What one command took under one configuration, beside the same command in the usual container. Durations are in seconds.
public struct IsolationPrice: Sendable, Equatable {
    /// The command's fixture, and the configuration.
    public var series: Series
    /// Whether it is the usual container, which the others are compared with.
    public var isBase: Bool
    /// The median time of a job's run phase: its container created, started, run and awaited.
    public var run: Estimate
    /// The median time of the command alone.
    public var command: Double?
    /// How many jobs have one in the usual container in the same round.
    public var pairs: Int
    /// By how much the run phase is longer than the usual container's, over those pairs; nil without any.
    public var difference: DirectFindings.Difference?
}
