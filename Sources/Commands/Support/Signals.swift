import Dispatch
import Foundation
import Lab
import Synchronization

/// Receives signals in place of their default effect on this process.
enum SignalStream {
    /// A stream of these signals, from when it returns; before that, they end this process as usual.
    ///
    /// Dispatch starts to receive a signal only some time later; until then it would be lost. This function waits for
    /// that.
    static func of(_ numbers: [Int32]) async -> AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream<Int32>.makeStream()
        let sources = Sources()
        continuation.onTermination = { _ in sources.cancel() }
        for number in numbers {
            await withCheckedContinuation { taken in
                signal(number, SIG_IGN)
                sources.add(number, taken: { taken.resume() }) { continuation.yield(number) }
            }
        }
        return stream
    }

    private final class Sources: Sendable {
        private let all = Mutex<[any DispatchSourceSignal]>([])

        func add(_ number: Int32, taken: @escaping @Sendable () -> Void, _ handler: @escaping @Sendable () -> Void) {
            all.withLock { sources in
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler(handler: handler)
                source.setRegistrationHandler(handler: taken)
                source.resume()
                sources.append(source)
            }
        }

        func cancel() {
            all.withLock { sources in
                for source in sources { source.cancel() }
            }
        }
    }
}

/// What Ctrl-C and SIGTERM do where a verb does not handle them: the process ends at once, with status 130.
///
/// The verbs that only read, and those that can be killed at any moment (`gc`, `clean`), need nothing else.
enum EndingSignals {
    static let all = [SIGINT, SIGTERM]

    /// Lets the signals end the process. A signal that the caller ignored, as `nohup` does, stays ignored.
    static func install() { for number in all where !isIgnored(number) { end(by: number) } }

    /// Lets the signals end the process again, after a verb has handled them itself.
    static func restore() { for number in all { end(by: number) } }

    private static func end(by number: Int32) { signal(number) { _ in _exit(130) } }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        // Functions cannot be compared, but their addresses can.
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

/// Turns Ctrl-C and SIGTERM into an orderly stop.
enum Interruption {
    /// Does some work that removes its partial result when it is cancelled, as the first signal does.
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
                // An error of the removal must be reported.
                if !(error is CancellationError) { Terminal.standard.message("stopped: \(error)") }
            }
            throw CancellationError()
        }
    }

    /// Does some work; the first signal asks it to stop after the job in flight, the second cancels it.
    /// - Parameter tell: receives one sentence about what a signal did.
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
                    // The watcher ended: a second signal came, so the work is cancelled.
                    isCancelled = true
                    group.cancelAll()
                }
            } catch let error where isCancelled && !(error is CancellationError) {
                // Interrupted work may fail with its own error: that git was ended, or a connection.
                tell("stopped at once: \(error)")
            }
            throw CancellationError()
        }
    }
}
