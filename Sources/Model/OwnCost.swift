/// What Plimsoll itself cost a job.
public struct OwnCost: Codable, Sendable, Equatable {
    /// Processor time of Plimsoll's process during the job (user and system), in seconds; of jobs that run at
    /// the same time, what all of them cost meanwhile.
    public var processor: Double
    /// Wall time of the job in which no request to the engine was open, in seconds.
    public var outsideRequests: Double
    /// Requests made to the engine.
    public var requests: Int

    /// A value of these parts.
    public init(processor: Double = 0, outsideRequests: Double = 0, requests: Int = 0) {
        self.processor = processor
        self.outsideRequests = outsideRequests
        self.requests = requests
    }
}
