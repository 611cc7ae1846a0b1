import Foundation
import Lab

/// Turns Ctrl-C and SIGTERM into an orderly stop.
enum Interruption {
    /// Does some work; the first signal asks it to stop after the job in flight, the second cancels it.
    ///
    /// - Parameter tell: told in one sentence what a signal did.
    static func handled<Value: Sendable>(
        stop: StopSignal, tell: @escaping @Sendable (String) -> Void,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let stream = await SignalStream.of([SIGINT, SIGTERM])
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                var signals = stream.makeAsyncIterator()
                guard await signals.next() != nil else { return nil }
                stop.request()
                tell("stopping after the job in flight; once more stops at once")
                guard await signals.next() != nil else { return nil }
                tell("stopping at once: cleaning up the job in flight")
                return nil
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let value = ended { return value }
                // The watcher ended: a second signal came, and the work is told by cancelling it.
                group.cancelAll()
            }
            throw CancellationError()
        }
    }
}
