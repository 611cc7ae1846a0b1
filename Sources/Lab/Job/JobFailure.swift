import Engine
import Model

/// What an error in a phase means for the job.
struct JobFailure {
    let outcome: Outcome
    let failure: Failure

    /// Reads an error that a phase threw.
    init(_ error: any Error, in phase: Phase, timeout: Double) {
        switch error {
        case is DeadlinePassed:
            outcome = .timedOut
            failure = Failure(
                phase: phase, message: "the job's time limit of \(timeout) s passed in its \(phase) phase")
        case is CancellationError:
            outcome = .cancelled
            failure = Failure(phase: phase, message: "stopped on request in its \(phase) phase")
        case _ where Task.isCancelled && phase != .cleanup && !(error is EngineError):
            // A program that was ended with the job, as git, says so in its own words.
            outcome = .cancelled
            failure = Failure(phase: phase, message: "stopped on request in its \(phase) phase: \(error)")
        case let error as EngineError:
            outcome = Self.outcome(of: error, in: phase)
            failure = Failure(phase: phase, message: error.description)
        default:
            outcome = phase.outcomeOfFailure
            failure = Failure(phase: phase, message: String(describing: error))
        }
    }

    private static func outcome(of error: EngineError, in phase: Phase) -> Outcome {
        switch error.code {
        case .unreachable, .streamBroken, .badAnswer: .engineLost
        case .timedOut: .timedOut
        case .cancelled: .cancelled
        case .invalidEndpoint, .permissionDenied, .tooOld, .noSpace, .registryUnreachable: .refused
        case .notFound, .conflict, .refused, .failed: phase.outcomeOfFailure
        }
    }
}

extension Phase {
    /// The outcome of a job that failed in this phase by no fault of the engine.
    fileprivate var outcomeOfFailure: Outcome {
        switch self {
        case .context, .build: .buildFailed
        case .run, .cleanup: .commandFailed
        case .artifacts: .artifactFailed
        }
    }
}
