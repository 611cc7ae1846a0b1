import Foundation
import Model

extension ResultsDatabase {
    /// The jobs of a run whose failure is a result, by their rows: see `ExpectedFailure`.
    package func expectedFailures(run: UUID) throws -> Set<Int64> {
        try jobs(run: run, withPoint: ExpectedFailure.points)
    }

    /// How many jobs of a run, including warm-ups, failed and should not have. Jobs that the user stopped do not count.
    package func unexpectedFailures(of run: RunSummary) throws -> Int {
        try run.failures - run.stopped - expectedFailures(run: run.id).count
    }
}
