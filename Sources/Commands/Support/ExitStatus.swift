import ArgumentParser
import Lab

/// The exit codes of the contract, by their meaning.
enum ExitStatus {
    /// An error: the work could not be done.
    static let error = ExitCode(1)
    /// A figure got worse.
    static let regression = ExitCode(2)
    /// A job or a measurement failed that should not have.
    static let failedJob = ExitCode(3)
    /// Figures got better and none worse.
    static let improvement = ExitCode(4)
    /// The command line or a file given on it is wrong.
    static let usage = ExitCode(64)
    /// Stopped by a signal, SIGINT or SIGTERM: the status that shells give for SIGINT (128 + 2).
    static let interrupted = ExitCode(130)
}

extension RunEnd {
    /// The exit status of a run that did not finish.
    var exitStatus: ExitCode {
        switch self {
        case .interrupted: ExitStatus.interrupted
        case .finished, .engineLost: ExitStatus.error
        }
    }
}
