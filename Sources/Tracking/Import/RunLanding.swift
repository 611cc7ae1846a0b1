import Foundation
import GRDB

/// Puts one run's records into a database, within a transaction that somebody else holds.
struct RunLanding {
    /// What becomes of the run.
    enum Standing: Equatable {
        /// It is not there yet.
        case new
        /// It is there as it was before it ended, or was resumed.
        case completes(Int64)
        /// It is there already.
        case known(Int64)
    }

    let standing: Standing
    private let run: Int64
    private let database: Database
    private var tables: LandingTables
    private var jobs: [JobKey: Int64] = [:]
    private(set) var savedJobs = 0
    private(set) var addedVerdicts = 0
    private(set) var isNewlyExcluded = false

    /// Begins with a run's first record.
    init(_ record: ExchangeObject, _ database: Database) throws {
        self.database = database
        tables = try LandingTables(database)
        guard let uuid = record.text("uuid"), UUID(uuidString: uuid) != nil else {
            throw RecordProblem(place: record.member("uuid")?.place ?? 0, message: "the run lacks `uuid`, a UUID")
        }
        standing = try Self.standing(of: record, uuid: uuid, database)
        switch standing {
        case .new:
            run = try tables.run.insert(record, keys: [], database)
        case .completes(let id):
            run = id
            // The row stays, as other things may refer to it.
            try RunReplacement.prepare(run: id, uuid: uuid, database)
            let fresh = try tables.run.insert(record, keys: [], database)
            try RunReplacement.move(from: fresh, to: id, columns: tables.runColumns, database)
        case .known(let id):
            run = id
            if let reason = record.text("excluded") {
                try database.execute(
                    sql: "UPDATE run SET excluded = ? WHERE id = ? AND excluded IS NULL", arguments: [reason, id])
                isNewlyExcluded = database.changesCount > 0
            }
            return
        }
        for scenario in try objects("scenarios", of: record) {
            try tables.scenario.insert(scenario, keys: [("run", run.databaseValue)], database)
        }
        for requirement in try objects("requirements", of: record) {
            try tables.requirement.insert(requirement, keys: [("run", run.databaseValue)], database)
        }
    }

    /// Whether only verdicts are of use: all else is there.
    var wantsOnlyVerdicts: Bool {
        if case .known = standing { return true }
        return false
    }

    /// Takes one of the records that follow a run's first.
    mutating func take(_ record: ExchangeObject) throws {
        switch record.text("kind") {
        case "verdict": try take(verdict: record)
        case _ where wantsOnlyVerdicts: break
        case "job": try take(job: record)
        case "point": try take(point: record)
        case "audit": try take(audit: record)
        default:
            throw RecordProblem(place: record.place, message: "no kind of record of a run")
        }
    }

    /// A run that ended later than the one that is there, or of two that have not ended the one with more jobs, is taken in its place.
    private static func standing(of record: ExchangeObject, uuid: String, _ database: Database) throws -> Standing {
        guard
            let row = try Row.fetchOne(
                database,
                sql: "SELECT id, ended_ms, (SELECT count(*) FROM job WHERE job.run = run.id) FROM run WHERE uuid = ?",
                arguments: [uuid])
        else { return .new }
        let id: Int64 = row[0]
        let endedHere: Int64? = row[1]
        let jobsHere: Int64 = row[2]
        switch (endedHere, record.integer("ended_ms")) {
        case (nil, .some): return .completes(id)
        case (.some, nil): return .known(id)
        case (.some(let here), .some(let there)): return there > here ? .completes(id) : .known(id)
        case (nil, nil): return record.integer("jobs") ?? 0 > jobsHere ? .completes(id) : .known(id)
        }
    }
}

extension RunLanding {
    /// A job as records name it.
    struct JobKey: Hashable {
        let scenario: String
        let position: Int64
    }

    private mutating func take(job record: ExchangeObject) throws {
        let configuration = try required("configuration", of: record)
        let scenario = try required("scenario", of: record)
        let named = try tables.configurations.id(of: [configuration], database)
        let id = try tables.job.insert(
            record, keys: [("run", run.databaseValue), ("configuration", named.databaseValue)], database)
        jobs = [JobKey(scenario: scenario, position: record.integer("position") ?? 0): id]
        savedJobs += 1
        for step in try objects("steps", of: record) {
            let instruction = try required("instruction", of: step)
            let text = try tables.instructions.id(of: [instruction], database)
            try tables.step.insert(
                step, keys: [("job", id.databaseValue), ("instruction", text.databaseValue)], database)
        }
        if let direct = try object("direct_run", of: record) {
            try tables.direct.insert(direct, keys: [("job", id.databaseValue)], database)
        }
        if let disk = try object("disk", of: record) {
            try tables.disk.insert(disk, keys: [("job", id.databaseValue)], database)
        }
        for probe in try objects("probes", of: record) {
            let texts = try LandingTables.probeKind.map { try required($0, of: probe) }
            let kind = try tables.probeKinds.id(of: texts, database)
            try tables.probe.insert(probe, keys: [("job", id.databaseValue), ("kind", kind.databaseValue)], database)
        }
    }

    private mutating func take(point record: ExchangeObject) throws {
        // Before schema 7 the remainder's parts were in `bytes`, all other sizes in `byte`.
        let unit = try required("unit", of: record)
        let texts = [try required("name", of: record), unit == "bytes" ? "byte" : unit]
        let series = try tables.series.id(of: texts, run: run, database)
        let job = try self.job(of: record)
        try tables.point.insert(record, keys: [("series", series.databaseValue), ("job", job)], database)
    }

    private mutating func take(audit record: ExchangeObject) throws {
        let job = try self.job(of: record)
        let id = try tables.audit.insert(record, keys: [("run", run.databaseValue), ("job", job)], database)
        for kind in try objects("kinds", of: record) {
            try tables.auditKind.insert(kind, keys: [("audit", id.databaseValue)], database)
        }
        for leak in try objects("leaks", of: record) {
            let left = try self.job(of: leak)
            try tables.leak.insert(leak, keys: [("audit", id.databaseValue), ("job", left)], database)
        }
    }

    private mutating func take(verdict record: ExchangeObject) throws {
        if wantsOnlyVerdicts {
            let question = try required("question", of: record)
            let there = try Bool.fetchOne(
                database, sql: "SELECT count(*) > 0 FROM verdict WHERE run = ? AND question = ?",
                arguments: [run, question])
            if there == true { return }
            addedVerdicts += 1
        }
        try tables.verdict.insert(record, keys: [("run", run.databaseValue)], database)
    }

    /// The id of the job that a record names; null where it names none.
    private mutating func job(of record: ExchangeObject) throws -> DatabaseValue {
        guard let named = try object("job", of: record) else { return .null }
        let key = JobKey(scenario: try required("scenario", of: named), position: named.integer("position") ?? 0)
        if let id = jobs[key] { return id.databaseValue }
        let statement = try database.cachedStatement(
            sql: "SELECT id FROM job WHERE run = ? AND scenario = ? AND position = ?")
        guard let id = try Int64.fetchOne(statement, arguments: [run, key.scenario, key.position]) else {
            throw RecordProblem(
                place: named.place,
                message: "no job \(key.position) of \(key.scenario) stands before this record in its run")
        }
        // Records of one job mostly follow each other.
        jobs = [key: id]
        return id.databaseValue
    }

    private func required(_ name: String, of record: ExchangeObject) throws -> String {
        guard let text = record.text(name) else {
            throw RecordProblem(
                place: record.member(name)?.place ?? record.place,
                message: "the record lacks `\(name)`, expected a text")
        }
        return text
    }

    /// A nested record; nil where it is null, or not there.
    private func object(_ name: String, of record: ExchangeObject) throws -> ExchangeObject? {
        guard let member = record.member(name) else { return nil }
        switch member.value {
        case .null: return nil
        case .object(let object): return object
        default:
            throw RecordProblem(
                place: member.place, message: "`\(name)` is \(member.value.words), expected an object or null")
        }
    }

    /// Nested records; none where they are not there.
    private func objects(_ name: String, of record: ExchangeObject) throws -> [ExchangeObject] {
        guard let member = record.member(name) else { return [] }
        guard case .list(let values) = member.value else {
            throw RecordProblem(
                place: member.place, message: "`\(name)` is \(member.value.words), expected a list of objects")
        }
        return try values.map { value in
            guard case .object(let object) = value else {
                throw RecordProblem(
                    place: member.place, message: "`\(name)` holds \(value.words), expected objects only")
            }
            return object
        }
    }
}
