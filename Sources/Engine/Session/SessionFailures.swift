import Synchronization

/// Why files could not be given to the engine. The engine's own message does not say.
final class SessionFailures: Sendable {
    private let noted = Mutex<(any Error)?>(nil)

    /// The first.
    var first: (any Error)? { noted.withLock { $0 } }

    /// Keeps the first.
    func note(_ error: any Error) {
        noted.withLock { $0 = $0 ?? error }
    }
}
