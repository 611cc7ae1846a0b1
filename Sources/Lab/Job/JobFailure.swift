import Engine
import Model

/// Something that could not be done; the message says what and why.
struct LabError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// A plan names a fixture that was not opened.
    static func missing(fixture name: String) -> LabError { LabError("fixture \(name) of the plan was not opened") }
}

/// What an error in a phase means for the job.
struct JobFailure {
    let outcome: Outcome
    let failure: Failure

    init(_ error: any Error, in phase: Phase, timeout: Double) {
        switch error {
        case let obstacle as JobObstacle:
            outcome = obstacle.outcome
            failure = obstacle.failure
        case is DeadlinePassed:
            outcome = .timedOut
            failure = Failure(
                phase: phase, message: "the job's time limit of \(timeout) s passed in its \(phase) phase")
        case is CancellationError:
            outcome = .cancelled
            failure = Failure(phase: phase, message: "stopped on request in its \(phase) phase")
        case _ where Task.isCancelled && phase != .cleanup && !(error is EngineError):
            // A program that was ended with the job, such as git, reports it in its own words.
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
    /// The outcome of a job that failed in this phase through no fault of the engine.
    fileprivate var outcomeOfFailure: Outcome {
        switch self {
        case .context, .build: .buildFailed
        case .run, .cleanup: .commandFailed
        case .artifacts: .artifactFailed
        }
    }
}

/// Why a job cannot begin, or cannot continue with its phase. It is recorded as a row all the same.
struct JobObstacle: Error {
    let outcome: Outcome
    let failure: Failure

    init(_ outcome: Outcome, _ failure: Failure) {
        self.outcome = outcome
        self.failure = failure
    }

    init(_ outcome: Outcome, _ message: String) {
        self.outcome = outcome
        failure = Failure(phase: nil, message: message)
    }

    init(_ error: any Error, timeout: Double) {
        let read = JobFailure(error, in: .context, timeout: timeout)
        outcome = Self.isStopped(read) ? .cancelled : error is CentralCacheError ? .refused : read.outcome
        failure = Failure(phase: nil, message: "the job could not be prepared: \(read.failure.message)")
    }

    init(preparingEngine error: any Error) {
        let read = JobFailure(error, in: .context, timeout: 0)
        // What the engine lacks refuses the job for good. After a stop or a lost engine, the job is run again.
        outcome = Self.isStopped(read) ? .cancelled : read.outcome == .engineLost ? .engineLost : .refused
        failure = Failure(phase: .context, message: "the engine could not be made ready: \(error)")
    }

    /// Whether the run was stopped meanwhile. Any error caused by a stop is no reason to refuse the job.
    private static func isStopped(_ read: JobFailure) -> Bool {
        Task.isCancelled || read.outcome == .cancelled
    }
}

/// BuildKit's messages when a build failed because its client, or a registry, did not provide something.
enum BuildKitError {
    /// BuildKit's messages about fetching an image or a frontend.
    private static let fetching = [
        "failed to do request", "failed with status code [", "failed to authorize", "pull access denied",
        "failed to fetch anonymous token", "failed to fetch oauth token",
    ]
    private static let refusals = [
        "401 Unauthorized", "403 Forbidden", "pull access denied", "authorization failed", "insufficient_scope",
        "no basic auth credentials",
    ]

    /// An error, with its meaning for a run of Plimsoll where that is known.
    static func explained(_ error: String) -> String {
        if error.contains("no active sessions") {
            return error
                + " (BuildKit asked its client back, as for a registry's login. Plimsoll gave it no session, as nothing in the "
                + "Dockerfile was seen to need one; pull the images that it names onto the engine before the run)"
        }
        guard fetching.contains(where: error.contains) else { return error }
        let isFrontend = error.contains("gateway.v0")
        let what = isFrontend ? "the frontend that “# syntax=” names" : "the image"
        let why = refusals.contains(where: error.contains) ? "Plimsoll has no login to give to a registry. " : ""
        let or = isFrontend ? ", or remove that line where the engine's own BuildKit can read the Dockerfile" : ""
        return error + " (\(why)Pull \(what) onto the engine before the run\(or))"
    }
}

/// Whether a failure shows that a disk is full, in the words of the kernel, the engine, or a package manager.
enum DiskFull {
    private static let words = ["no space left on device", "enough free space", "not enough disk space"]

    /// Looks at the failure's message. Also looks at the build's last output, where the run is about a filling disk.
    /// Otherwise a step's own limits, which print the same, could be mistaken for a full disk.
    static func isTold(by failure: Failure, countingOutput: Bool = true) -> Bool {
        let told = [failure.message] + (countingOutput ? failure.outputTail : [])
        return told.contains { line in
            let line = line.lowercased()
            return words.contains { line.contains($0) }
        }
    }
}
