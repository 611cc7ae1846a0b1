/// What Plimsoll itself cost a job, as medians over a series' warm jobs.
public struct OwnCostFindings: Sendable, Equatable {
    /// Processor time of Plimsoll's process a job, in seconds.
    public var processor: Double
    /// Wall time a job in which no request to the engine was open, in seconds.
    public var outsideRequests: Double
    /// Requests to the engine a job.
    public var requests: Double
}
