import Model
import Synchronization

/// Which phase a job is in right now.
final class PhaseWatch: Sendable {
    private let phase = Mutex<Phase?>(nil)

    /// The phase at work; nil before the first, and when the job is over.
    var current: Phase? { phase.withLock { $0 } }

    func enter(_ next: Phase) { phase.withLock { $0 = next } }

    func leave() { phase.withLock { $0 = nil } }
}
