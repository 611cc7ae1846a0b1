import Foundation
import Lab
import Model
import Store

/// A journal in a real database, as `plimsoll run` keeps it.
struct BenchmarkJournal: JobJournal {
    let database: ResultsDatabase
    let run: UUID

    init(path: String, scenario: String) throws {
        database = try ResultsDatabase.open(path: path, access: .readWrite)
        run = UUID()
        try database.begin(
            RunRecord(
                id: run, toolVersion: "bench", toolCommit: "unknown", commandLine: [], profile: "quick", seed: 1,
                planHash: "", plannedJobs: 0, startedAt: Date(),
                scenarios: [.init(name: scenario, hash: "", questions: ["build-overhead"], text: "")],
                fingerprint: Fingerprint()))
    }

    func save(_ record: JobRecord) async throws -> Int64 {
        try database.save(record, run: run)
    }

    func complete(_ job: Int64, with record: JobRecord) async throws {
        try database.complete(
            job: job, wall: record.wall, cleanup: record.phases[.cleanup], own: record.own)
    }

    func record(_ points: [JobPoint], of job: Int64?) async throws {
        try database.record(
            points.map { PointRecord(job: job, name: $0.name, unit: $0.unit, at: $0.at, value: $0.value) }, run: run)
    }

    func attach(_ direct: DirectRecord, to job: Int64) async throws {
        try database.attach(direct: direct, to: job)
    }

    func withdraw(_ job: Int64, because failure: Failure) async throws {
        try database.withdraw(job: job, because: failure)
    }

    func attach(_ disk: DiskRecord, to job: Int64) async throws {
        try database.attach(disk: disk, to: job)
    }
}
