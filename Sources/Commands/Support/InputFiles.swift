import Foundation
import Lab
import Model
import Simulation
import Store

enum ProfileFile {
    /// A day's profile by its name, or from a file.
    /// - Throws: `UsageError`.
    static func profile(_ argument: String) throws -> DayProfile {
        switch argument {
        case "office": return .office
        case "flat": return .flat
        default:
            guard let text = try? String(contentsOfFile: argument, encoding: .utf8) else {
                throw UsageError(
                    description: "--profile takes office, flat, or a file that can be read; \(argument) is not one")
            }
            return try parse(text, name: name(of: argument), path: argument)
        }
    }

    static func recorded(_ times: RecordedTimes, path: String) throws -> DayProfile {
        let name = "\(name(of: path)), \(times.moments.count) recorded times"
        do { return try DayProfile(name: name, recorded: times) } catch {
            throw UsageError(description: "\(path): \(error.message)")
        }
    }

    private static func name(of path: String) -> String {
        URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }

    static func parse(_ text: String, name: String, path: String) throws -> DayProfile {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let weights = try lines.enumerated().flatMap { number, line in
            try line.prefix { $0 != "#" }.split { $0.isWhitespace || $0 == "," }.map { word in
                if let weight = Double(word) { return weight }
                throw UsageError(description: "\(path):\(number + 1): `\(word)` is not a number")
            }
        }
        do { return try DayProfile(name: name, weights: weights) } catch {
            throw UsageError(description: "\(path): \(error.message)")
        }
    }
}

extension RecordedTimes {
    /// From a file, one per line.
    /// - Throws: `UsageError`, with the position of what cannot be read.
    init(path: String) throws {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw UsageError(
                description: "\(path): the recorded times cannot be read; name a file with one time a line, as "
                    + "`git log --format=%cI` writes it")
        }
        do { self = try RecordedTimes(text: String(decoding: bytes, as: UTF8.self), file: path) } catch {
            throw UsageError(description: error.description)
        }
    }
}

/// Opens databases for the verbs that read past runs. None of them creates a database: a mistyped path is an error.
enum TrackedDatabase {
    /// Opens a database for reading. One from an older Plimsoll is read from a copy, and stays unchanged.
    static func open(_ path: String) throws -> ResultsDatabase {
        do {
            return try ResultsDatabase.open(path: path, access: .readOnly)
        } catch let error as ResultsError where error.code == .older {
            return try ResultsDatabase.openForImport(path: path)
        }
    }

    /// Opens an existing database for writing. One from an older Plimsoll is upgraded; no data is lost.
    static func openForWriting(_ path: String) throws -> ResultsDatabase {
        do {
            try ResultsDatabase.open(path: path, access: .readOnly).close()
        } catch let error as ResultsError where error.code == .older {}
        return try ResultsDatabase.open(path: path, access: .readWrite)
    }
}

/// Writes a run to the results database, on a thread of its own: a slow write does not stop other tasks' clocks.
struct DatabaseJournal: RunJournal {
    let database: ResultsDatabase
    let writer: PatientWriter
    let run: RunRecord
    let resumed: Bool
    /// Why the run does not count, from its begin on; nil if it counts.
    var exclusion: String?

    func begin(on fingerprint: Fingerprint) async throws {
        guard !resumed else { return }
        var run = run
        run.fingerprint = fingerprint
        try await writer.write { [run] in try $0.begin(run) }
        if let exclusion { try await writer.write { [run] in try $0.exclude(run: run.id, reason: exclusion) } }
    }

    func save(_ record: JobRecord) async throws -> Int64 {
        try await writer.write { [run] database in
            var record = record
            if record.position < 0 || (record.outcome == .cancelled && !record.isCancelledByPlan) {
                // Neither takes a place of the plan: a warm-up is not part of it, and --resume repeats the other job.
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
