/// What Plimsoll itself cost a job, as medians over a series' warm jobs.
struct OwnCostFindings: Sendable, Equatable {
    /// Processor time of Plimsoll's process a job, in seconds.
    var processor: Double
    /// Wall time a job in which no request to the engine was open, in seconds.
    var outsideRequests: Double
    /// Requests to the engine a job.
    var requests: Double
}
