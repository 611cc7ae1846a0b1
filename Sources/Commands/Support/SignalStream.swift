import Dispatch
import Foundation
import Synchronization

/// Signals as they come, in place of what they would do to this process.
enum SignalStream {
    /// These signals, from now on; before, they end this process as they always do.
    static func of(_ numbers: [Int32]) -> AsyncStream<Int32> {
        AsyncStream { continuation in
            let sources = Sources()
            for number in numbers {
                signal(number, SIG_IGN)
                sources.add(number) { continuation.yield(number) }
            }
            continuation.onTermination = { _ in sources.cancel() }
        }
    }

    /// Holds the sources for as long as the stream is read.
    private final class Sources: Sendable {
        private let all = Mutex<[any DispatchSourceSignal]>([])

        func add(_ number: Int32, _ handler: @escaping @Sendable () -> Void) {
            all.withLock { sources in
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler(handler: handler)
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
