import Engine
import Model

struct LabError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    static func missing(fixture name: String) -> LabError { LabError("fixture \(name) of the plan was not opened") }
}

/// Why a job cannot begin, or cannot continue with its phase. It is recorded as a row all the same.
struct JobObstacle: Error {
    let outcome: Outcome
    let failure: Failure

    init(_ outcome: Outcome, _ failure: Failure) { (self.outcome, self.failure) = (outcome, failure) }

    init(_ outcome: Outcome, _ message: String) { self.init(outcome, Failure(phase: nil, message: message)) }

    init(_ error: any Error, in phase: Phase, timeout: Double) {
        if let obstacle = error as? JobObstacle {
            self = obstacle
            return
        }
        let (outcome, message): (Outcome, String) =
            switch error {
            case is DeadlinePassed: (.timedOut, "the job's time limit of \(timeout) s passed in its \(phase) phase")
            case is CancellationError: (.cancelled, "stopped on request in its \(phase) phase")
            case _ where Task.isCancelled && phase != .cleanup && !(error is EngineError):
                // A program that was ended with the job, such as git, reports it in its own words.
                (.cancelled, "stopped on request in its \(phase) phase: \(error)")
            case let error as EngineError: (Self.outcome(of: error, in: phase), error.description)
            default: (phase.outcomeOfFailure, String(describing: error))
            }
        self.init(outcome, Failure(phase: phase, message: message))
    }

    init(_ error: any Error, timeout: Double) {
        let read = JobObstacle(error, in: .context, timeout: timeout)
        self.init(
            read.isStop ? .cancelled : error is FleetError ? .refused : read.outcome,
            "the job could not be prepared: \(read.failure.message)")
    }

    init(preparingEngine error: any Error) {
        let read = JobObstacle(error, in: .context, timeout: 0)
        // What the engine lacks refuses the job for good. After a stop or a lost engine, the job is run again.
        self.init(
            read.isStop ? .cancelled : read.outcome == .engineLost ? .engineLost : .refused,
            Failure(phase: .context, message: "the engine could not be made ready: \(error)"))
    }

    /// Whether the run was stopped meanwhile. Any error caused by a stop is no reason to refuse the job.
    private var isStop: Bool { Task.isCancelled || outcome == .cancelled }

    private static func outcome(of error: EngineError, in phase: Phase) -> Outcome {
        switch error.code {
        case .unreachable, .streamBroken, .badAnswer: .engineLost
        case .timedOut: .timedOut
        case .cancelled: .cancelled
        case .invalidEndpoint, .permissionDenied, .tooOld, .tooNew, .noBuilder, .noSpace, .registryUnreachable: .refused
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

enum BuildKitError {
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
                + " (BuildKit called its client, for example for a registry's login. Plimsoll gave it no session: nothing in the "
                + "Dockerfile seemed to need one. Pull the images that it names onto the engine before the run)"
        }
        guard fetching.contains(where: error.contains) else { return error }
        let isFrontend = error.contains("gateway.v0")
        let what = isFrontend ? "the frontend that “# syntax=” names" : "the image"
        let why = refusals.contains(where: error.contains) ? "Plimsoll has no login for a registry. " : ""
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
        ([failure.message] + (countingOutput ? failure.outputTail : [])).contains { line in
            let line = line.lowercased()
            return words.contains { line.contains($0) }
        }
    }
}
