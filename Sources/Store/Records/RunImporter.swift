import GRDB
import Model

/// Puts one run's records into a database, within a transaction that somebody else holds.
struct RunImporter {
    /// Whether the run is there already; `completes`: as it was before it ended, or was resumed.
    private enum Standing { case new, completes(Int64), known(Int64) }

    private(set) var change = ImportSummary()
    /// Whether only verdicts are of use: all else is there.
    let wantsOnlyVerdicts: Bool
    private let run: Int64
    private let database: Database
    private let shapes: RecordShapes
    private var jobs: [Record.Job: Int64] = [:]
    private var texts: [String: SharedRows] = [:]

    init(_ record: Record, _ shapes: RecordShapes, _ database: Database) throws {
        (self.database, self.shapes) = (database, shapes)
        let uuid = record.value("uuid", shapes.run) ?? .null
        switch try Self.standing(of: record, shapes.run, uuid, database) {
        case .new:
            (change.new, wantsOnlyVerdicts) = (1, false)
            run = try Self.insert(record, shapes.run, keys: [], database)
        case .completes(let id):
            (change.completed, wantsOnlyVerdicts, run) = (1, false, id)
            // The row stays, as other things may refer to it.
            try Self.empty(run: id, uuid, database)
            let fresh = try Self.insert(record, shapes.run, keys: [], database)
            try Self.move(from: fresh, to: id, columns: shapes.run.columns.map(\.name), database)
        case .known(let id):
            (change.known, wantsOnlyVerdicts, run) = (1, true, id)
            if let reason = record.value("excluded", shapes.run), !reason.isNull {
                try database.execute(
                    sql: "UPDATE run SET excluded = ? WHERE id = ? AND excluded IS NULL", arguments: [reason, id])
                change.excluded = database.changesCount > 0 ? 1 : 0
            }
            return
        }
        try insertParts(of: record, shapes.run, owner: run)
    }

    /// Takes one of the records that follow a run's first.
    mutating func take(_ kind: String, _ record: Record) throws {
        guard let shape = shapes[kind] else { throw RecordProblem(record: "no kind of record", " of a run") }
        var record = record
        switch kind {
        case "verdict":
            if wantsOnlyVerdicts {
                let there = try Bool.fetchOne(
                    database, sql: "SELECT count(*) > 0 FROM verdict WHERE run = ? AND question = ?",
                    arguments: [run, record.value("question", shape)])
                if there == true { return }
                change.verdicts += 1
            }
        case _ where wantsOnlyVerdicts: return
        // Before schema 7 the remainder's parts were in `bytes`, all other sizes in `byte`.
        case "point" where record.texts.last == "bytes": record.texts[record.texts.count - 1] = "byte"
        case "job": Self.keepFailedCleanup(&record, shape)
        default: break
        }
        let id = try insert(record, shape, owner: run)
        guard kind == "job" else { return }
        change.jobs += 1
        if let scenario = record.value("scenario", shape).flatMap(String.fromDatabaseValue),
            let position = record.value("position", shape).flatMap(Int64.fromDatabaseValue)
        {
            // Records of one job mostly follow each other.
            jobs = [Record.Job(scenario: scenario, position: position): id]
        }
    }

    /// Fills the columns that records of an older schema lack.
    func fillFacts(ofSchema schema: Int) throws {
        guard change.jobs > 0 else { return }
        try ResultsDatabase.fillFacts(ofRun: run, schema: schema, database)
    }

    /// Before schema 7 a failed cleanup stood in `failure`, where nothing had failed before it.
    private static func keepFailedCleanup(_ job: inout Record, _ shape: RecordShape) {
        guard let place = shape.place(of: "cleanup_failure"), job.values[place] == nil,
            job.value("failed_phase", shape).flatMap(String.fromDatabaseValue) == Phase.cleanup.rawValue
        else { return }
        job.values[place] = job.value("failure", shape)
    }

    /// A run that ended later than the one that is there, or of two unended ones the one with more jobs, takes its place.
    private static func standing(
        of record: Record, _ shape: RecordShape, _ uuid: DatabaseValue, _ database: Database
    ) throws -> Standing {
        guard
            let row = try Row.fetchOne(
                database,
                sql: "SELECT id, ended_ms, (SELECT count(*) FROM job WHERE job.run = run.id) FROM run WHERE uuid = ?",
                arguments: [uuid])
        else { return .new }
        let (id, endedHere, jobsHere): (Int64, Int64?, Int64) = (row[0], row[1], row[2])
        let endedThere = record.value("ended_ms", shape).flatMap(Int64.fromDatabaseValue)
        switch (endedHere, endedThere) {
        case (nil, .some): return .completes(id)
        case (.some, nil): return .known(id)
        case (.some(let here), .some(let there)): return there > here ? .completes(id) : .known(id)
        case (nil, nil): return record.jobs ?? 0 > jobsHere ? .completes(id) : .known(id)
        }
    }
}

extension RunImporter {
    private mutating func insert(_ record: Record, _ shape: RecordShape, owner: Int64) throws -> Int64 {
        var keys: [(String, DatabaseValue)] = []
        if let column = shape.owner { keys.append((column, owner.databaseValue)) }
        if let shared = shape.texts {
            let id = try texts[shared.table, default: SharedRows(shared)].id(of: record.texts, run: run, database)
            keys.append((shared.column, id.databaseValue))
        }
        if shape.namesJob { keys.append(("job", try id(of: record.job))) }
        let id = try Self.insert(record, shape, keys: keys, database)
        try insertParts(of: record, shape, owner: id)
        return id
    }

    private mutating func insertParts(of record: Record, _ shape: RecordShape, owner: Int64) throws {
        try shape.forEachPart(of: record) { _ = try insert($0, $1, owner: owner) }
    }

    /// Inserts a row, after a look at every text.
    /// - Parameter keys: columns that are ids of this database, with their values.
    /// - Returns: the id of the new row, where its table has one.
    private static func insert(
        _ record: Record, _ shape: RecordShape, keys: [(String, DatabaseValue)], _ database: Database
    ) throws -> Int64 {
        var names = keys.map(\.0)
        var values = keys.map(\.1)
        for (column, value) in zip(shape.columns, record.values) {
            guard let value else { continue }
            if let rule = column.rule, let text = String.fromDatabaseValue(value),
                let expected = rule.expected(insteadOf: text)
            {
                throw RecordProblem(column.name, " is `\(text)`, expected \(expected)")
            }
            names.append(column.name)
            values.append(value)
        }
        let marks = Array(repeating: "?", count: names.count).joined(separator: ", ")
        let statement = try database.cachedStatement(
            sql: "INSERT INTO \(shape.table) (\(names.joined(separator: ", "))) VALUES (\(marks))")
        do {
            try statement.execute(arguments: StatementArguments(values))
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw RecordProblem(
                record: "the record", " breaks a rule of the results database: \(error.message ?? "no message")")
        }
        return database.lastInsertedRowID
    }

    /// The id of the job that a record names; null where it names none.
    private mutating func id(of job: Record.Job?) throws -> DatabaseValue {
        guard let job else { return .null }
        if let id = jobs[job] { return id.databaseValue }
        let statement = try database.cachedStatement(
            sql: "SELECT id FROM job WHERE run = ? AND scenario = ? AND position = ?")
        guard let id = try Int64.fetchOne(statement, arguments: [run, job.scenario, job.position]) else {
            throw RecordProblem(
                before: "no job \(job.position) of \(job.scenario) stands before ", record: "this record", " in its run"
            )
        }
        jobs = [job: id]
        return id.databaseValue
    }

    /// Takes away what the database holds of a run, so that the run lands anew in its place, and gives its UUID free. The run's own row
    /// stays, with its id.
    private static func empty(run: Int64, _ uuid: DatabaseValue, _ database: Database) throws {
        let jobs = "(SELECT id FROM job WHERE run = ?)"
        let audits = "(SELECT id FROM audit WHERE run = ?)"
        let conditions = [
            "leak WHERE audit IN \(audits)", "audit_kind WHERE audit IN \(audits)", "audit WHERE run = ?",
            "point WHERE series IN (SELECT id FROM series WHERE run = ?)", "series WHERE run = ?",
            "probe WHERE job IN \(jobs)", "disk WHERE job IN \(jobs)", "direct_run WHERE job IN \(jobs)",
            "step WHERE job IN \(jobs)", "job WHERE run = ?", "requirement WHERE run = ?", "verdict WHERE run = ?",
            "run_scenario WHERE run = ?",
        ]
        for condition in conditions { try database.execute(sql: "DELETE FROM \(condition)", arguments: [run]) }
        try database.execute(sql: "UPDATE run SET uuid = 'replaced ' || ? WHERE id = ?", arguments: [uuid, run])
    }

    /// Gives a run the columns of a new row, which is taken away. An exclusion that is made here holds on.
    private static func move(from fresh: Int64, to run: Int64, columns: [String], _ database: Database) throws {
        let row = try Row.fetchOne(
            database, sql: "SELECT \(columns.joined(separator: ", ")) FROM run WHERE id = ?", arguments: [fresh])
        guard let row else { return }
        let values: [DatabaseValue] = columns.indices.map { row[$0] }
        try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [fresh])
        let changes = columns.map { $0 == "excluded" ? "excluded = coalesce(excluded, ?)" : "\($0) = ?" }
        try database.execute(
            sql: "UPDATE run SET \(changes.joined(separator: ", ")) WHERE id = ?",
            arguments: StatementArguments(values + [run.databaseValue]))
    }
}

/// Finds the rows of a table that keeps each combination of texts once.
private struct SharedRows {
    private let texts: RecordShape.Texts
    /// The ids that were looked up, at most so many: a run has few combinations, a database of many runs more.
    private var known: [[String]: Int64] = [:]
    private static let most = 10_000

    init(_ texts: RecordShape.Texts) { self.texts = texts }

    /// The id of a combination, which is added where it is new.
    /// - Parameter run: owns the rows where the table keeps them for each run; always the same one.
    mutating func id(of combination: [String], run: Int64, _ database: Database) throws -> Int64 {
        if let id = known[combination] { return id }
        let names = texts.names + (texts.isOfRun ? ["run"] : [])
        let values = combination.map(\.databaseValue) + (texts.isOfRun ? [run.databaseValue] : [])
        let condition = names.map { "\($0) = ?" }.joined(separator: " AND ")
        let search = try database.cachedStatement(sql: "SELECT id FROM \(texts.table) WHERE \(condition)")
        let id: Int64
        if let found = try Int64.fetchOne(search, arguments: StatementArguments(values)) {
            id = found
        } else {
            let marks = Array(repeating: "?", count: names.count).joined(separator: ", ")
            try database.execute(
                sql: "INSERT INTO \(texts.table) (\(names.joined(separator: ", "))) VALUES (\(marks))",
                arguments: StatementArguments(values))
            id = database.lastInsertedRowID
        }
        if known.count >= Self.most { known = [:] }
        known[combination] = id
        return id
    }
}
