import Synchronization

/// Whether the user asked the run to stop after the job in flight.
public final class StopSignal: Sendable {
    private struct State {
        var requested = false
        var actions: [Int: @Sendable () -> Void] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// One in its first state.
    public init() {}

    /// Asks the run to stop after the job in flight.
    public func request() {
        let actions = state.withLock { state in
            state.requested = true
            return Array(state.actions.values)
        }
        for action in actions { action() }
    }

    /// Whether it has been asked.
    public var isRequested: Bool {
        state.withLock { $0.requested }
    }

    /// Does some work, and runs the action as soon as the run is asked to stop, or at once where it was asked before.
    func whenRequested<Value>(
        _ action: @escaping @Sendable () -> Void, during work: () async throws -> Value
    ) async rethrows -> Value {
        let (number, late) = state.withLock { state in
            state.next += 1
            state.actions[state.next] = action
            return (state.next, state.requested)
        }
        defer { state.withLock { _ = $0.actions.removeValue(forKey: number) } }
        if late { action() }
        return try await work()
    }
}
