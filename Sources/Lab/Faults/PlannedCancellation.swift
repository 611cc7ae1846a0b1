import Synchronization

/// Whether a planted fault has cancelled its job. A job that the user stops before that is no result of its plan, and is done again.
final class PlannedCancellation: Sendable {
    private let state = Mutex(false)

    var isDone: Bool { state.withLock { $0 } }

    func note() { state.withLock { $0 = true } }
}
