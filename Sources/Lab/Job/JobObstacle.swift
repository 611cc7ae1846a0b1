import Engine
import Model

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
        outcome = Self.isStopped(read) ? .cancelled : error is CentralCacheError ? .refused : read.outcome
        failure = Failure(phase: nil, message: "the job could not be prepared: \(read.failure.message)")
    }

    /// An error that was thrown while the engine was made ready for the job.
    init(preparingEngine error: any Error) {
        let read = JobFailure(error, in: .context, timeout: 0)
        // What the engine lacks refuses the job for good; a run that was stopped, or lost its engine, does it again.
        outcome = Self.isStopped(read) ? .cancelled : read.outcome == .engineLost ? .engineLost : .refused
        failure = Failure(phase: .context, message: "the engine could not be made ready: \(error)")
    }

    /// Whether the run was told to stop meanwhile: whatever was broken off by that, in whatever words, is no reason to refuse the job.
    private static func isStopped(_ read: JobFailure) -> Bool {
        Task.isCancelled || read.outcome == .cancelled
    }
}
