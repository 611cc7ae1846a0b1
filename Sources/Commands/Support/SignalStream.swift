import Dispatch
import Foundation
import Synchronization

/// Signals as they come, in place of what they would do to this process.
enum SignalStream {
    /// These signals, from when it returns; before, they end this process as they always do.
    ///
    /// Dispatch takes a signal up at some later moment, until which it would be lost: that is waited for.
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

    /// Holds the sources for as long as the stream is read.
    private final class Sources: Sendable {
        private let all = Mutex<[any DispatchSourceSignal]>([])

        func add(
            _ number: Int32, taken: @escaping @Sendable () -> Void, _ handler: @escaping @Sendable () -> Void
        ) {
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
