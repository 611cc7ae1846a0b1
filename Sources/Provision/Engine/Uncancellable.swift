/// Runs what must be finished even when the task that asks for it was cancelled: taking an engine down.
enum Uncancellable {
    /// Awaits `body` to its end. It runs in a task of its own, as only that does not inherit the caller's cancellation.
    static func run<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
        try await Task { try await body() }.value
    }
}
