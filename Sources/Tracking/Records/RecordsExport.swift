import Foundation
import GRDB
import Store

/// All records of one run or of all, one JSON object per line.
struct RecordsExport {
    let run: UUID?
    let tool: String

    /// Writes a consistent snapshot, even while a run is active.
    func write(_ database: ResultsDatabase, to sink: inout ExportSink) throws {
        var header = JSONLine()
        header.object { line in
            line.member("kind", "plimsoll")
            line.member("format", RecordLines.format)
            line.member("schema", Int64(ResultsDatabase.schemaVersion))
            line.member("tool", tool)
        }
        try sink.write(header)
        try database.reading { database in
            let records = try RunRecords(database)
            for found in try records.runs(only: run) {
                try sink.write(JSONLine(try records.run(found.id), kind: "run", records.shapes.run))
                var count: Int64 = 0
                try records.forEach(of: found.id) { kind, shape, record in
                    try sink.write(JSONLine(record, kind: kind, shape))
                    count += 1
                }
                var end = JSONLine()
                end.object { line in
                    line.member("kind", "end")
                    line.member("run", found.uuid)
                    line.member("records", count)
                }
                try sink.write(end)
            }
        }
    }
}

/// Reads the records of runs from a database one by one, in the same order in every database.
struct RunRecords {
    struct Found {
        let id: Int64
        let uuid: String
    }

    let database: Database
    let shapes: RecordShapes

    init(_ database: Database) throws {
        self.database = database
        shapes = try RecordShapes(database)
    }

    /// All runs, or one, the oldest first.
    func runs(only run: UUID? = nil) throws -> [Found] {
        let condition = run == nil ? "" : "WHERE uuid = ?"
        var arguments = StatementArguments()
        if let run { arguments = [run.uuidString] }
        return try Row.fetchAll(
            database, sql: "SELECT id, uuid FROM run \(condition) ORDER BY started_ms, uuid", arguments: arguments
        ).map { Found(id: $0[0], uuid: $0[1]) }
    }

    /// A run's first record: the run, its scenarios, its worker's requirements, and the number of jobs that follow.
    func run(_ id: Int64) throws -> Record {
        guard var record = try all(shapes.run, of: id).first else {
            throw RecordProblem(message: "the run is gone")
        }
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
        var record = Record(row, shape)
        if let id: Int64 = row[0] { record.parts = try shape.parts.map { try all($0.shape, of: id) } }
        return record
    }

    private func all(_ shape: RecordShape, of owner: Int64) throws -> [Record] {
        let statement = try database.cachedStatement(sql: shape.query)
        return try Row.fetchAll(statement, arguments: [owner]).map { try record($0, shape) }
    }
}

/// A line of JSON: members in their order, no spaces, numbers in the fewest digits that preserve the value. The same
/// values always give the same bytes. Foundation's encoder keeps no order, and writes 5.0 and 5 the same.
struct JSONLine {
    private static let digits = Array("0123456789abcdef".utf8)

    private(set) var bytes: [UInt8] = []

    init() {}

    init(_ record: Record, kind: String, _ shape: RecordShape) {
        object { line in
            line.member("kind", kind)
            line.members(record, shape)
        }
    }

    mutating func object(_ members: (inout JSONLine) -> Void) { enclosed("{", "}", members) }

    mutating func member(_ name: String, _ text: String) {
        begin(name)
        write(text)
    }

    mutating func member(_ name: String, _ integer: Int64) {
        begin(name)
        bytes += String(integer).utf8
    }

    private mutating func member(_ name: String, _ value: DatabaseValue) {
        begin(name)
        switch value.storage {
        case .null: bytes += "null".utf8
        case .int64(let integer): bytes += String(integer).utf8
        // JSON has no infinity: a number too large for a double is read as infinity.
        case .double(let number): bytes += (number.isFinite ? number.description : number < 0 ? "-9e999" : "9e999").utf8
        case .string(let text): write(text)
        // No table has such a column.
        case .blob(let data): write(data.base64EncodedString())
        }
    }

    private mutating func members(_ record: Record, _ shape: RecordShape) {
        for (name, text) in zip(shape.texts?.members ?? [], record.texts) { member(name, text) }
        if shape.namesJob {
            begin("job")
            if let job = record.job {
                object { line in
                    line.member("scenario", job.scenario)
                    line.member("position", job.position)
                }
            } else {
                bytes += "null".utf8
            }
        }
        for (column, value) in zip(shape.columns, record.values) { member(column.name, value ?? .null) }
        if let jobs = record.jobs { member("jobs", jobs) }
        for (part, records) in zip(shape.parts, record.parts) {
            begin(part.name)
            if part.isList {
                enclosed("[", "]") { line in
                    for record in records { line.object { $0.members(record, part.shape) } }
                }
            } else if let record = records.first {
                object { $0.members(record, part.shape) }
            } else {
                bytes += "null".utf8
            }
        }
    }

    private mutating func enclosed(_ opening: String, _ closing: String, _ content: (inout JSONLine) -> Void) {
        separate()
        bytes += opening.utf8
        content(&self)
        bytes += closing.utf8
    }

    /// Writes a member's name; its value must follow.
    private mutating func begin(_ name: String) {
        separate()
        write(name)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Writes a comma, except before a first element or a member's value.
    private mutating func separate() {
        switch bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: bytes.append(UInt8(ascii: ","))
        }
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20:
                bytes += "\\u00".utf8
                bytes.append(Self.digits[Int(byte >> 4)])
                bytes.append(Self.digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
