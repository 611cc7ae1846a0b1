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
        var record = record
        if record.position < 0 || (record.outcome == .cancelled && !record.isCancelledByPlan) {
            // Neither takes a place of the plan: a warm-up besides it, and a job that --resume is to run again.
            record.position = try database.positionOutsidePlan(run: run.id, scenario: record.scenario)
        }
        return try database.save(record, run: run.id)
    }

    func complete(_ job: Int64, with record: JobRecord) async throws {
        try database.complete(
            job: job, wall: record.wall, cleanup: record.phases[.cleanup], own: record.own,
            failure: record.cleanupFailure)
    }

    func record(_ points: [JobPoint], of job: Int64?) async throws {
        try database.record(
            points.map { PointRecord(job: job, name: $0.name, unit: $0.unit, at: $0.at, value: $0.value) }, run: run.id)
    }

    func attach(_ direct: DirectRecord, to job: Int64) async throws {
        try database.attach(direct: direct, to: job)
    }

    func attach(_ disk: DiskRecord, to job: Int64) async throws {
        try database.attach(disk: disk, to: job)
    }

    func note(_ remainder: [RemainderRecord]) async throws {
        try database.record(remainder.map(PointRecord.init), run: run.id)
    }

    func note(_ requirements: [RequirementRecord]) async throws {
        try database.record(requirements: requirements, run: run.id)
    }

    func note(_ audit: AuditRecord, after job: Int64?) async throws {
        try database.record(audit, after: job, run: run.id)
    }

    func counts() -> [JobPoint] { [OwnPoint.statements.point(database.statements)] }
}
