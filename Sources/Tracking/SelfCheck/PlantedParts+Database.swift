import Foundation
import Store

extension PlantedParts {
    /// Reads a run of the factor `planted`, and takes it apart.
    ///
    /// - Throws: `ResultsError`, `unknownRun` where the database has no such run.
    public static func read(_ database: ResultsDatabase, run: UUID) throws -> PlantedParts {
        let measured = try MeasuredRun.read(database, run: run)
        var planted: [Int64: String] = [:]
        try database.forEachJob(run: run) { planted[$0.id] = Self.planted($0.record.configuration) }
        var leaks: [String: [String: Int]] = [:]
        for stored in try database.leaks(run: run) {
            let part = stored.leak.job.flatMap { planted[$0] } ?? ""
            leaks[part, default: [:]][stored.leak.kind, default: 0] += 1
        }
        return PlantedParts(measured, leaks: leaks)
    }
}
