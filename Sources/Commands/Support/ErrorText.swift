import ArgumentParser
import Engine
import Fixtures
import Foundation
import Model
import Simulation
import Store
import Tracking

/// What an error says to the user, and the exit status that it means.
struct ErrorText {
    /// One or more lines, without a trailing newline.
    let text: String
    let status: ExitCode

    init(_ error: any Error) {
        status =
            if Self.isStop(error) { ExitStatus.interrupted } else if Self.isUsage(error) { ExitStatus.usage } else {
                ExitStatus.error
            }
        switch error {
        case let error as ScenarioInvalid:
            text = error.message
        case let error as ImportError:
            text = error.description
        case let error as CocoaError:
            // Its own description is for programmers.
            let path = (error.userInfo[NSFilePathErrorKey] as? String) ?? error.url?.path
            text = "error: \(path.map { "\($0): " } ?? "")\(error.localizedDescription)"
        case is CancellationError:
            text = "stopped on request"
        default:
            text = "error: \(error)"
        }
    }

    /// Whether a signal asked for this end.
    private static func isStop(_ error: any Error) -> Bool {
        error is CancellationError || error is StoppedEarly || (error as? EngineError)?.code == .cancelled
    }

    /// Whether the command line or a file given on it is wrong.
    private static func isUsage(_ error: any Error) -> Bool {
        error is ScenarioInvalid || error is PlanInvalid || error is UsageError || error is SimulationError
            || (error as? EngineError)?.code == .invalidEndpoint || error is ImportError
            || (error as? ExportError)?.code == .noView || (error as? TrackingError)?.isUsage == true
            || (error as? ResultsError)?.isUsage == true
    }
}

/// Input that cannot be used; the message says what was expected.
struct UsageError: Error, CustomStringConvertible {
    let description: String
}

/// A run that ended before its first job; nothing was recorded.
struct StoppedEarly: Error, CustomStringConvertible {
    let description = "stopped before the first job; nothing was recorded"
}
