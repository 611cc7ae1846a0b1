import EngineAPI
import Records

/// Why a job could not even be begun: it is a row all the same.
struct JobObstacle: Sendable {
    let outcome: Outcome
    let failure: Failure

    /// What stood in the way, in words.
    init(_ outcome: Outcome, _ message: String) {
        self.outcome = outcome
        failure = Failure(phase: nil, message: message)
    }

    /// An error that was thrown while the job was prepared.
    init(_ error: any Error, timeout: Double) {
        let read = JobFailure(error, in: .context, timeout: timeout)
        outcome = error is CentralCacheError ? .refused : read.outcome
        failure = Failure(phase: nil, message: "the job could not be prepared: \(read.failure.message)")
    }
}
