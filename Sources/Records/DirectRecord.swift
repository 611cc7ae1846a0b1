/// A run of a job's command without an engine, by chroot into the built image's unpacked tree.
public struct DirectRecord: Codable, Sendable, Equatable {
    /// Which of the pair ran first.
    public enum Order: String, Codable, Sendable {
        /// The direct run, then the job.
        case before
        /// The job, then the direct run.
        case after
    }

    /// Which of the pair ran first.
    public var order: Order
    /// From starting the command to its end, in seconds.
    public var seconds: Double
    /// Its exit status.
    public var exitStatus: Int

    /// A value of these parts.
    public init(order: Order, seconds: Double, exitStatus: Int) {
        self.order = order
        self.seconds = seconds
        self.exitStatus = exitStatus
    }
}
