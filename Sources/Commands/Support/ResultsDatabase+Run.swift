import Foundation
import Results

extension ResultsDatabase {
    /// The planned positions of each scenario that a run need not repeat.
    func settledPositions(run: UUID, isNew: Bool) throws -> [String: Set<Int>] {
        isNew ? [:] : try savedPositions(run: run)
    }

    /// The run's summary; nil when it ended before its engine was ready, and so was never recorded.
    func runIfBegun(_ run: UUID) throws -> RunSummary? {
        do {
            return try self.run(run)
        } catch let error as ResultsError where error.code == .unknownRun {
            return nil
        }
    }
}
