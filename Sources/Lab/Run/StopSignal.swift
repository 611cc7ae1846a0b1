import Synchronization

/// Whether the user asked the run to stop after the job in flight.
public final class StopSignal: Sendable {
    private let requested = Mutex(false)

    /// One in its first state.
    public init() {}

    /// Asks the run to stop after the job in flight.
    public func request() {
        requested.withLock { $0 = true }
    }

    /// Whether it has been asked.
    public var isRequested: Bool {
        requested.withLock { $0 }
    }
}
