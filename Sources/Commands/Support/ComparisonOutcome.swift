import ArgumentParser
import Tracking

extension Comparison.Outcome {
    /// The exit code of the contract; nil: 0.
    var exitStatus: ExitCode? {
        switch self {
        case .failedJobs: ExitStatus.failedJob
        case .regression: ExitStatus.regression
        case .improvement: ExitStatus.improvement
        case .unchanged: nil
        }
    }
}
