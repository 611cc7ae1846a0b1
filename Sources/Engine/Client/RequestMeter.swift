import Synchronization

/// Counts requests, and the time in which at least one was open: the difference to a job's wall is Plimsoll's own.
///
/// Times are monotonic. Requests that overlap count once. The event stream is not counted: it is open by design.
public final class RequestMeter: Sendable {
    /// What was counted up to a moment.
    public struct Snapshot: Sendable, Equatable {
        /// Requests begun.
        public var requests: Int
        /// Time in which at least one request was open, in seconds.
        public var openSeconds: Double
        /// Requests open at that moment.
        public var open: Int

        /// Values with names.
        public init(requests: Int = 0, openSeconds: Double = 0, open: Int = 0) {
            self.requests = requests
            self.openSeconds = openSeconds
            self.open = open
        }
    }

    private struct State {
        var requests = 0
        var open = 0
        var closedTime = Duration.zero
        var openedAt = ContinuousClock.now
    }

    private let state = Mutex(State())

    /// A meter that has counted nothing.
    public init() {}

    /// What was counted so far, the requests still open included. Cheap, and safe from any thread.
    public func snapshot() -> Snapshot {
        state.withLock { state in
            let running = state.open > 0 ? state.openedAt.duration(to: .now) : .zero
            return Snapshot(
                requests: state.requests, openSeconds: (state.closedTime + running).seconds, open: state.open)
        }
    }

    func begin() {
        state.withLock { state in
            if state.open == 0 { state.openedAt = .now }
            state.open += 1
            state.requests += 1
        }
    }

    func end() {
        state.withLock { state in
            state.open -= 1
            if state.open == 0 { state.closedTime += state.openedAt.duration(to: .now) }
        }
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
