import Engine
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

    package func request() {
        let actions = state.withLock { state in
            state.requested = true
            return Array(state.actions.values)
        }
        for action in actions { action() }
    }

    package var isRequested: Bool { state.withLock { $0.requested } }

    /// Does some work, and runs the action as soon as a stop is requested, or at once where it already was.
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

/// Does each task once, however many callers ask. After a failure each waiting caller tries it itself.
actor OnceEach {
    private var done: Set<String> = []
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    /// Does the work for a key, unless it was done, and returns only when it is done; nil where another caller did it.
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

/// Cleans up after a body, however it ended. A cleanup that fails is no error: `plimsoll clean` finds what is left.
func cleaningUp<Value>(
    _ cleanup: @escaping @Sendable () async throws -> Void, after body: () async throws -> Value
) async throws -> Value {
    let result: Result<Value, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    try? await shieldedFromCancellation(cleanup)
    return try result.get()
}

final class Shared<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }

    var value: Value {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    func change(_ body: (inout Value) -> Void) { state.withLock { body(&$0) } }
}
