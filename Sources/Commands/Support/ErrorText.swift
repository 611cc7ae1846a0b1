import ArgumentParser
import Engine
import Foundation
import Lab
import Model
import Tracking

struct ErrorText {
    let text: String
    let status: ExitCode

    init(_ error: any Error) {
        let isStop =
            error is CancellationError || error is StoppedEarly || (error as? EngineError)?.code == .cancelled
        // The command line is wrong, or a file given on it.
        let isUsage = (error as? any CodedFailure)?.isUsage == true || error is ScenarioInvalid || error is UsageError
        status = isStop ? ExitStatus.interrupted : isUsage ? ExitStatus.usage : ExitStatus.error
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

}

struct UsageError: Error, CustomStringConvertible { let description: String }

/// A run that ended before its first job; nothing was recorded.
struct StoppedEarly: Error, CustomStringConvertible {
    let description = "stopped before the first job; nothing was recorded"
}

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
    var exitStatus: ExitCode { self == .interrupted ? ExitStatus.interrupted : ExitStatus.error }
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

extension Night.Outcome {
    /// Nil: success.
    var exitStatus: ExitCode? {
        switch self {
        case .regression: ExitStatus.regression
        case .failedJobs: ExitStatus.failedJob
        case .improvement: ExitStatus.improvement
        case .unchanged, .cannotTell: nil
        }
    }
}
