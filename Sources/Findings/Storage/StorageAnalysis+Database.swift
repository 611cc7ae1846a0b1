import Foundation
import Results

extension StorageAnalysis {
    /// What a run in a database says of the disk; nil where the run has no ledger.
    ///
    /// - Throws: `ResultsError` where the run is not there or the database cannot be read.
    public static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> StorageFindings? {
        // Each policy has an engine of its own: their disks are no one series, and are looked at with the policies.
        let samples = try database.samples(run: run.id).filter { !$0.hasPolicy }
        return findings(
            samples.map(DiskObservation.init),
            remainder: try database.remainder(run: run.id).filter { $0.configuration == nil }, seed: run.record.seed)
    }
}
