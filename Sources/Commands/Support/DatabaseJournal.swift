import Lab
import Model
import Store

/// Writes a run to the results database. Other tasks' clocks do not stand still meanwhile.
struct DatabaseJournal: RunJournal {
    let database: ResultsDatabase
    let writer: PatientWriter
    /// The run as it will be recorded when its engine is known.
    let run: RunRecord
    /// Whether the run is in the database already, and goes on.
    let resumed: Bool

    func begin(on fingerprint: Fingerprint) async throws {
        guard !resumed else { return }
        var run = run
        run.fingerprint = fingerprint
        try await writer.write { [run] in try $0.begin(run) }
    }

    func save(_ record: JobRecord) async throws -> Int64 {
        try await writer.write { [run] database in
            var record = record
            if record.position < 0 || (record.outcome == .cancelled && !record.isCancelledByPlan) {
                // Neither takes a place of the plan: a warm-up besides it, and a job that --resume is to run again.
                record.position = try database.positionOutsidePlan(run: run.id, scenario: record.scenario)
            }
            return try database.save(record, run: run.id)
        }
    }

    func complete(_ job: Int64, with record: JobRecord) async throws {
        try await writer.write {
            try $0.complete(
                job: job, wall: record.wall, cleanup: record.phases[.cleanup], own: record.own,
                failure: record.cleanupFailure)
        }
    }

    func record(_ points: [JobPoint], of job: Int64?) async throws {
        let points = points.map { PointRecord(job: job, name: $0.name, unit: $0.unit, at: $0.at, value: $0.value) }
        try await writer.write { [run] in try $0.record(points, run: run.id) }
    }

    func attach(_ direct: DirectRecord, to job: Int64) async throws {
        try await writer.write { try $0.attach(direct: direct, to: job) }
    }

    func withdraw(_ job: Int64, because failure: Failure) async throws {
        try await writer.write { try $0.withdraw(job: job, because: failure) }
    }

    func attach(_ disk: DiskRecord, to job: Int64) async throws {
        try await writer.write { try $0.attach(disk: disk, to: job) }
    }

    func note(_ remainder: [RemainderRecord]) async throws {
        let points = remainder.map(PointRecord.init)
        try await writer.write { [run] in try $0.record(points, run: run.id) }
    }

    func note(_ requirements: [RequirementRecord]) async throws {
        try await writer.write { [run] in try $0.record(requirements: requirements, run: run.id) }
    }

    func note(_ audit: AuditRecord, after job: Int64?) async throws {
        try await writer.write { [run] in try $0.record(audit, after: job, run: run.id) }
    }

    func counts() -> [JobPoint] { [OwnPoint.statements.point(database.statements)] }
}
