import ArgumentParser
import EngineAPI
import Fixtures
import Foundation
import Scenarios
import Simulation
import Tracking

/// What an error says to the user, and whether it is the user's input that is at fault.
struct ErrorText {
    /// One or more lines, without a trailing newline.
    let text: String
    /// Whether the command line or a file given on it is wrong (exit status 64).
    let isUsage: Bool

    init(_ error: any Error) {
        isUsage =
            error is ScenarioInvalid || error is PlanInvalid || error is UsageError || error is SimulationError
            || (error as? EngineError)?.code == .invalidEndpoint || error is ImportError
            || (error as? ExportError)?.code == .noView || (error as? TrackingError)?.isUsage == true
        switch error {
        case let error as ScenarioInvalid:
            text = error.message
        case let error as ImportError:
            text = error.description
        case is CancellationError:
            text = "stopped on request"
        default:
            text = "error: \(error)"
        }
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
