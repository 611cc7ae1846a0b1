import Synchronization

/// Counts requests, and the time in which at least one was open. A job's wall time minus this time is Plimsoll's own.
///
/// Times are monotonic. Requests that overlap count once. Thread-safe.
package final class RequestMeter: Sendable {
    package struct Snapshot: Sendable, Equatable {
        package var requests: Int
        /// Time in which at least one request was open, in seconds.
        package var openSeconds: Double
        package var open: Int
    }

    private struct State {
        var requests = 0
        var open = 0
        var closedTime = Duration.zero
        var openedAt = ContinuousClock.now
    }

    private let state = Mutex(State())

    package init() {}

    /// The counts so far, including requests that are still open.
    package func snapshot() -> Snapshot {
        state.withLock { state in
            let running = state.open > 0 ? state.openedAt.duration(to: .now) : .zero
            return Snapshot(
                requests: state.requests, openSeconds: (state.closedTime + running) / .seconds(1), open: state.open)
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
