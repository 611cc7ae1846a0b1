import Foundation
import Store

extension StorageAnalysis {
    /// What a run in a database says of the disk; nil where the run has no ledger.
    ///
    /// - Throws: `ResultsError` where the run is not there or the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> StorageFindings? {
        var collector = DiskCollector()
        try database.forEachSample(run: run.id) { collector.add($0) }
        return findings(
            collector.jobs, remainder: try database.remainder(run: run.id).filter { $0.configuration == nil },
            seed: run.record.seed)
    }
}
