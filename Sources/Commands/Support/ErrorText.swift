import ArgumentParser
import Engine
import Fixtures
import Foundation
import Lab
import Model
import Store
import Tracking

/// The message of an error for the user, and its exit status.
struct ErrorText {
    let text: String
    let status: ExitCode

    init(_ error: any Error) {
        status =
            if Self.isStop(error) { ExitStatus.interrupted } else if Self.isUsage(error) { ExitStatus.usage } else {
                ExitStatus.error
            }
        switch error {
        case let error as ScenarioInvalid: text = error.message
        case let error as any CodedFailure where error.isPlaced: text = error.description
        case let error as CocoaError:
            // Its own description is for programmers.
            let path = (error.userInfo[NSFilePathErrorKey] as? String) ?? error.url?.path
            text = "error: \(path.map { "\($0): " } ?? "")\(error.localizedDescription)"
        case is CancellationError: text = "stopped on request"
        default: text = "error: \(error)"
        }
    }

    private static func isStop(_ error: any Error) -> Bool {
        error is CancellationError || error is StoppedEarly || (error as? EngineError)?.code == .cancelled
    }

    /// Whether the command line or a file given on it is wrong.
    private static func isUsage(_ error: any Error) -> Bool {
        (error as? any CodedFailure)?.isUsage == true || error is ScenarioInvalid || error is UsageError
    }
}

/// Input that cannot be used; the message says what was expected.
struct UsageError: Error, CustomStringConvertible { let description: String }

/// A run that ended before its first job; nothing was recorded.
struct StoppedEarly: Error, CustomStringConvertible {
    let description = "stopped before the first job; nothing was recorded"
}

/// The documented exit codes, by their meaning.
enum ExitStatus {
    /// The work could not be done.
    static let error = ExitCode(1)
    static let regression = ExitCode(2)
    static let failedJob = ExitCode(3)
    /// Figures got better and none worse.
    static let improvement = ExitCode(4)
    /// The command line or a file given on it is wrong.
    static let usage = ExitCode(64)
    /// Stopped by a signal, SIGINT or SIGTERM: the status that shells give for SIGINT (128 + 2).
    static let interrupted = ExitCode(130)
}

extension RunEnd {
    var exitStatus: ExitCode {
        switch self {
        case .interrupted: ExitStatus.interrupted
        case .finished, .engineLost: ExitStatus.error
        }
    }
}

extension Comparison.Outcome {
    /// The documented exit code; nil: 0.
    var exitStatus: ExitCode? {
        switch self {
        case .failedJobs: ExitStatus.failedJob
        case .regression: ExitStatus.regression
        case .improvement: ExitStatus.improvement
        case .unchanged: nil
        }
    }
}
