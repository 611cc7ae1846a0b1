import Foundation
import Lab

/// Turns Ctrl-C and SIGTERM into an orderly stop.
enum Interruption {
    /// Does some work that removes what it began when it is cancelled, as the first signal does.
    ///
    /// - Parameter undo: removes the result where the work was done before the signal reached it.
    /// - Throws: `CancellationError` when a signal came before the work was done; what the work throws.
    static func cancelling<Value: Sendable>(
        undo: (Value) async throws -> Void, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let stream = await SignalStream.of(EndingSignals.all)
        defer { EndingSignals.restore() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                for await _ in stream {
                    Terminal.standard.message("stopping: removing what was begun; a second signal ends at once")
                    EndingSignals.restore()
                    return nil
                }
                return nil
            }
            defer { group.cancelAll() }
            var isStopped = false
            do {
                while let ended = try await group.next() {
                    if let value = ended {
                        guard isStopped else { return value }
                        try await undo(value)
                    }
                    isStopped = true
                    group.cancelAll()
                }
            } catch let error where isStopped {
                // What could not be removed is to be known.
                if !(error is CancellationError) { Terminal.standard.message("stopped: \(error)") }
            }
            throw CancellationError()
        }
    }

    /// Does some work; the first signal asks it to stop after the job in flight, the second cancels it.
    ///
    /// - Parameter tell: told in one sentence what a signal did.
    static func handled<Value: Sendable>(
        stop: StopSignal, tell: @escaping @Sendable (String) -> Void,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let stream = await SignalStream.of(EndingSignals.all)
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
            var isCancelled = false
            do {
                while let ended = try await group.next() {
                    if let value = ended { return value }
                    // The watcher ended: a second signal came, and the work is told by cancelling it.
                    isCancelled = true
                    group.cancelAll()
                }
            } catch let error where isCancelled && !(error is CancellationError) {
                // What was broken off may say so in its own words: that git was ended, or a connection.
                tell("stopped at once: \(error)")
            }
            throw CancellationError()
        }
    }
}
