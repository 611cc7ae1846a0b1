import Foundation
import Results

extension StorageAnalysis {
    /// What a run in a database says of the disk; nil where the run has no ledger.
    ///
    /// - Throws: `ResultsError` where the run is not there or the database cannot be read.
    public static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> StorageFindings? {
        let samples = try database.samples(run: run.id)
        return findings(
            samples.map(DiskObservation.init), remainder: try database.remainder(run: run.id), seed: run.record.seed)
    }
}
