import Synchronization

/// Whether the user asked the run to stop after the job in flight.
package final class StopSignal: Sendable {
    private struct State {
        var requested = false
        var actions: [Int: @Sendable () -> Void] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Asks the run to stop after the job in flight.
    package func request() {
        let actions = state.withLock { state in
            state.requested = true
            return Array(state.actions.values)
        }
        for action in actions { action() }
    }

    /// Whether it has been asked.
    package var isRequested: Bool {
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

/// Does each thing once, however many callers ask. Where it fails it is not done, and each caller that waited tries it itself.
actor OnceEach {
    private var done: Set<String> = []
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    /// Does what a key stands for, unless it was done. Returns only when it is.
    ///
    /// - Returns: what `work` gave; nil where another caller had done it.
    /// - Throws: what `work` throws; `CancellationError` where the task was cancelled while it waited.
    func run<Value: Sendable>(_ key: String, _ work: @Sendable () async throws -> Value) async throws -> Value? {
        while waiting[key] != nil {
            await withCheckedContinuation { waiting[key]?.append($0) }
            try Task.checkCancellation()
        }
        if done.contains(key) { return nil }
        waiting[key] = []
        defer { for caller in waiting.removeValue(forKey: key) ?? [] { caller.resume() } }
        let value = try await work()
        done.insert(key)
        return value
    }
}

/// Does some work to its end even when the surrounding task has been cancelled, as cleaning up must be.
///
/// An unstructured task does not inherit cancellation; it is awaited here, so that it never outlives its caller.
func shieldedFromCancellation<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await Task { try await work() }.value
}

/// A value that several tasks share.
final class Shared<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }

    var value: Value {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    /// Changes it while nobody else does.
    func change(_ body: (inout Value) -> Void) { state.withLock { body(&$0) } }
}
