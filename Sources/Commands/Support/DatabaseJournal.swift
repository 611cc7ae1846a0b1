import Foundation
import Lab
import Records
import Results

/// Writes a run down in the results database.
struct DatabaseJournal: RunJournal {
    let database: ResultsDatabase
    /// The run as it will be recorded when its engine is known.
    let run: RunRecord
    /// Whether the run is in the database already, and goes on.
    let resumed: Bool

    func begin(on fingerprint: Fingerprint) async throws {
        guard !resumed else { return }
        var run = run
        run.fingerprint = fingerprint
        try database.begin(run)
    }

    func save(_ record: JobRecord) async throws -> Int64 {
        try database.save(record, run: run.id)
    }

    func complete(_ job: Int64, with record: JobRecord) async throws {
        try database.complete(
            job: job, wall: record.wall, cleanup: record.phases[.cleanup], own: record.own, failure: record.failure)
    }

    func attach(_ direct: DirectRecord, to job: Int64) async throws {
        try database.attach(direct: direct, to: job)
    }
}
