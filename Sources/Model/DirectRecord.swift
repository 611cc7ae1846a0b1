/// A run of a job's command without an engine, in the built image's unpacked tree.
public struct DirectRecord: Codable, Sendable, Equatable {
    /// Which of the pair ran first.
    public enum Order: String, Codable, Sendable, CaseIterable {
        /// The direct run, then the job.
        case before
        /// The job, then the direct run.
        case after
    }

    /// How it ended.
    public enum End: String, Codable, Sendable, CaseIterable {
        /// The command ended by itself with status 0.
        case succeeded
        /// The command ended by itself with another status.
        case commandFailed = "command_failed"
        /// The workload's time limit passed; it was killed.
        case timedOut = "timed_out"
        /// The user asked to stop; it was killed.
        case cancelled
        /// The command could not be started, so that nothing was measured.
        case notStarted = "not_started"
    }

    /// Which of the pair ran first.
    public var order: Order
    /// How it ended.
    public var end: End
    /// From starting the command to its end, in seconds, by a monotonic clock; nil where it was not started.
    public var seconds: Double?
    /// Its exit status; 128 and more: killed by that signal; nil where it did not end by itself.
    public var exitStatus: Int?
    /// Why it did not succeed, where its status does not say it.
    public var message: String?
    /// The last lines that it wrote, where it did not succeed.
    public var outputTail: [String] = []

    /// A run whose command ended by itself.
    public init(order: Order, seconds: Double, exitStatus: Int) {
        self.init(
            order: order, end: exitStatus == 0 ? .succeeded : .commandFailed, seconds: seconds, exitStatus: exitStatus)
    }

    /// A value of these parts.
    public init(
        order: Order, end: End, seconds: Double? = nil, exitStatus: Int? = nil, message: String? = nil,
        outputTail: [String] = []
    ) {
        self.order = order
        self.end = end
        self.seconds = seconds
        self.exitStatus = exitStatus
        self.message = message
        self.outputTail = outputTail
    }
}
