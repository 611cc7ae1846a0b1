import Dispatch
import Foundation
import Lab
import Synchronization

/// Receives signals in place of their default effect on this process.
enum SignalStream {
    /// A stream of these signals, from when it returns; before that, they end this process as usual.
    ///
    /// Dispatch starts to receive a signal only some time later, and until then it would be lost: this waits for that.
    /// It installs its handler only for the first source of a signal in a process: for later ones this does it.
    static func of(_ numbers: [Int32]) async -> AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream<Int32>.makeStream()
        // Dispatch's sources may be used by any thread.
        nonisolated(unsafe) let sources = numbers.map { DispatchSource.makeSignalSource(signal: $0, queue: .global()) }
        continuation.onTermination = { _ in sources.forEach { $0.cancel() } }
        for (number, source) in zip(numbers, sources) {
            source.setEventHandler { continuation.yield(number) }
            await withCheckedContinuation { taken in
                signal(number, SIG_IGN)
                source.setRegistrationHandler {
                    handlers.withLock { Self.install(for: number, &$0) }
                    taken.resume()
                }
                source.resume()
            }
        }
        return stream
    }

    /// Dispatch's handlers, by signal.
    private static let handlers = Mutex<[Int32: sigaction]>([:])

    /// Installs Dispatch's handler again where it is known, or remembers the one that Dispatch has just installed.
    private static func install(for number: Int32, _ handlers: inout [Int32: sigaction]) {
        if var known = handlers[number] {
            sigaction(number, &known, nil)
        } else {
            var installed = sigaction()
            if sigaction(number, nil, &installed) == 0 { handlers[number] = installed }
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

    /// Lets the signals end the process again, after a verb has handled them itself. While they are held, it lets them
    /// be noted again.
    static func restore() { if !noteIfHeld() { for number in all { end(by: number) } } }

    /// While they are held, lets them be noted again; otherwise changes nothing.
    /// - Returns: whether they are held.
    @discardableResult static func noteIfHeld() -> Bool {
        guard isHeld.load(ordering: .sequentiallyConsistent) else { return false }
        for number in all { signal(number) { _ in EndingSignals.noted.store(true, ordering: .relaxed) } }
        return true
    }

    /// Does work of several parts, some of which handle signals themselves. Between these no signal ends the process,
    /// so that what was made for all parts can be removed: the work asks `haveCome`.
    static func held<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        noted.store(false, ordering: .sequentiallyConsistent)
        isHeld.store(true, ordering: .sequentiallyConsistent)
        restore()
        defer {
            isHeld.store(false, ordering: .sequentiallyConsistent)
            restore()
        }
        return try await work()
    }

    /// Whether one came while they were held, and no part handled it.
    static var haveCome: Bool { noted.load(ordering: .sequentiallyConsistent) }

    private static let isHeld = Atomic(false)
    private static let noted = Atomic(false)

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
        defer { EndingSignals.restore() }
        return try await raced(work) { signals in
            guard await signals.first(where: { _ in true }) != nil else { return }
            Terminal.standard.message("stopping: removing what was started; a second signal stops at once")
            EndingSignals.restore()
        } late: { value in
            try await undo(value)
            return nil
        } failed: { error in
            // An error of the removal must be reported.
            Terminal.standard.message("stopped: \(error)")
        }
    }

    /// Does some work; the first signal asks it to stop after the job in flight, the second cancels it.
    /// - Parameter tell: receives one sentence about what a signal did.
    static func handled<Value: Sendable>(
        stop: StopSignal, tell: @escaping @Sendable (String) -> Void,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        // Until the caller restores them, a signal would be lost to the parts that follow.
        defer { EndingSignals.noteIfHeld() }
        return try await raced({
            if EndingSignals.haveCome { stop.request() }
            return try await work()
        }) { signals in
            var signals = signals.makeAsyncIterator()
            guard await signals.next() != nil else { return }
            stop.request()
            tell("stopping after the current job; a second signal stops at once")
            guard await signals.next() != nil else { return }
            tell("stopping at once: cleaning up the current job")
        } late: {
            $0
        } failed: { error in
            // Interrupted work may fail with its own error: that git was ended, or a connection.
            tell("stopped at once: \(error)")
        }
    }

    /// Does some work, which is cancelled when the watcher of the signals returns.
    /// - Parameters:
    ///   - late: what becomes of a value that comes after that; nil: it does not count.
    ///   - failed: receives an error that comes after that, unless it is the cancellation.
    private static func raced<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value,
        watch: @escaping @Sendable (AsyncStream<Int32>) async -> Void, late: (Value) async throws -> Value?,
        failed: (any Error) -> Void
    ) async throws -> Value {
        let signals = await SignalStream.of(EndingSignals.all)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                await watch(signals)
                return nil
            }
            defer { group.cancelAll() }
            var isStopped = false
            do {
                while let ended = try await group.next() {
                    if let ended, let value = isStopped ? try await late(ended) : ended { return value }
                    isStopped = true
                    group.cancelAll()
                }
            } catch let error where isStopped && !(error is CancellationError) {
                failed(error)
            }
            throw CancellationError()
        }
    }
}
