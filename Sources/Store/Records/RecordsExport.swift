import Foundation
import GRDB

/// All records of one run or of all, a JSON object a line.
package struct RecordsExport {
    let run: UUID?
    let tool: String

    /// - Parameters:
    ///   - run: nil: all.
    ///   - tool: Plimsoll's version, which is noted.
    package init(run: UUID?, tool: String) { (self.run, self.tool) = (run, tool) }

    /// Writes them as they were at one moment, also while a run goes on.
    package func write(_ database: ResultsDatabase, to sink: inout ExportSink) throws {
        try sink.write(
            JSONLine { line in
                line.member("kind", "plimsoll")
                line.member("format", RecordLines.format)
                line.member("schema", Int64(ResultsDatabase.schemaVersion))
                line.member("tool", tool)
            })
        let path = database.path
        try database.reading { database in
            let records = try RunRecords(database)
            for found in try records.runs(only: run) {
                do {
                    try write(found, records, to: &sink)
                } catch let problem as RecordProblem {
                    throw ExportError(
                        .unfit, "run \(found.uuid) of \(path) cannot be exported as NDJSON: \(problem.message)")
                }
            }
        }
    }

    private func write(_ found: (id: Int64, uuid: String), _ records: RunRecords, to sink: inout ExportSink) throws {
        let run = try records.run(found.id)
        try run.checkNumbers(records.shapes.run)
        try sink.write(JSONLine(run, kind: "run", records.shapes.run))
        var count: Int64 = 0
        try records.forEach(of: found.id) { kind, shape, record in
            do { try record.checkNumbers(shape) } catch let problem as RecordProblem {
                throw RecordProblem(record: "a record `\(kind)`\(record.name(shape))", ": \(problem.message)")
            }
            try sink.write(JSONLine(record, kind: kind, shape))
            count += 1
        }
        try sink.write(
            JSONLine { line in
                line.member("kind", "end")
                line.member("run", found.uuid)
                line.member("records", count)
            })
    }
}

/// Reads the records of runs out of a database one by one, in an order that is the same in every database that holds them.
struct RunRecords {
    let database: Database
    let shapes: RecordShapes

    init(_ database: Database) throws {
        self.database = database
        shapes = try RecordShapes(database)
    }

    /// All runs, or one, the oldest first.
    func runs(only run: UUID? = nil) throws -> [(id: Int64, uuid: String)] {
        let condition = run == nil ? "" : "WHERE uuid = ?"
        return try Row.fetchAll(
            database, sql: "SELECT id, uuid FROM run \(condition) ORDER BY started_ms, uuid",
            arguments: run.map { [$0.uuidString] } ?? []
        ).map { ($0[0], String.fromDatabaseValue($0[1]) ?? "without a UUID") }
    }

    /// A run's first record: itself, its scenarios, what its worker had to offer, and how many jobs follow.
    func run(_ id: Int64) throws -> Record {
        guard var record = try all(shapes.run, of: id).first else { throw RecordProblem(record: "the run", " is gone") }
        record.jobs = try Int64.fetchOne(database, sql: "SELECT count(*) FROM job WHERE run = ?", arguments: [id]) ?? 0
        return record
    }

    /// The records that follow a run's first, or only its verdicts.
    func forEach(
        of run: Int64, onlyVerdicts: Bool = false, _ body: (String, RecordShape, Record) throws -> Void
    ) throws {
        for (kind, shape) in shapes.following where !onlyVerdicts || kind == "verdict" {
            let rows = try Row.fetchCursor(try database.makeStatement(sql: shape.query), arguments: [run])
            while let row = try rows.next() { try body(kind, shape, try record(row, shape)) }
        }
    }

    private func record(_ row: Row, _ shape: RecordShape) throws -> Record {
        var record = try Record(row, shape)
        if let id: Int64 = row[0] { record.parts = try shape.parts.map { try all($0.shape, of: id) } }
        return record
    }

    private func all(_ shape: RecordShape, of owner: Int64) throws -> [Record] {
        let statement = try database.cachedStatement(sql: shape.query)
        return try Row.fetchAll(statement, arguments: [owner]).map { try record($0, shape) }
    }
}

extension Record {
    /// Refuses numbers that JSON cannot hold.
    fileprivate func checkNumbers(_ shape: RecordShape) throws {
        for (column, value) in zip(shape.columns, values) {
            if case .double(let number)? = value?.storage, !number.isFinite {
                throw RecordProblem(
                    column.name, " is \(number), which JSON cannot hold: `plimsoll import` takes the database itself")
            }
        }
        try shape.forEachPart(of: self) { try $0.checkNumbers($1) }
    }

    /// Which one it is among those of its kind, in brackets.
    fileprivate func name(_ shape: RecordShape) -> String {
        var words = texts
        if let scenario = job?.scenario ?? value("scenario", shape).flatMap(String.fromDatabaseValue),
            let position = job?.position ?? value("position", shape).flatMap(Int64.fromDatabaseValue)
        {
            words.append("job \(position) of \(scenario)")
        }
        return words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
    }
}
