/// On which executor a job runs, and since when it has waited for it.
public struct JobAssignment: Sendable {
    /// Which of the executors that run at the same time, from 0.
    public var executor: Int
    /// When the job was to begin; nil: when it does.
    public var intended: ContinuousClock.Instant?

    /// Without arguments the only executor, at once.
    public init(executor: Int = 0, intended: ContinuousClock.Instant? = nil) {
        self.executor = executor
        self.intended = intended
    }
}
