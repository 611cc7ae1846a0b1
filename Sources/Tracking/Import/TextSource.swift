import Foundation
import Store

/// Runs out of an export of all records, one after the other.
struct TextSource {
    private let name: String
    private var lines: LineReader
    /// The line that was read last.
    private var last = LineReader.Line(number: 0, bytes: [], isWhole: true)
    private var hasHeader = false
    private var run = ""

    /// - Parameter name: what the file is called in messages.
    init(_ lines: LineReader, name: String) {
        self.lines = lines
        self.name = name
    }

    /// The record that a run begins with; nil at the end of the file. Headers are read on the way: files that were joined have several.
    mutating func nextRun() throws -> ExchangeObject? {
        while let (line, record) = try nextRecord() {
            switch record.text("kind") {
            case "plimsoll":
                try check(header: record, line)
                hasHeader = true
            case "run" where hasHeader:
                run = record.text("uuid") ?? ""
                return record
            default:
                throw error(
                    hasHeader ? .damaged : .foreign, line, record.member("kind")?.place ?? 0,
                    hasHeader
                        ? "no run begins here, expected a line `{\"kind\":\"run\",…}`"
                        : "this is no export of Plimsoll's, expected `{\"kind\":\"plimsoll\",\"format\":1,…}` first: "
                            + "`plimsoll export --format ndjson` writes one")
            }
        }
        guard hasHeader else {
            throw ImportError(
                code: .foreign, place: name, message: "the file is empty, expected an export of all records (NDJSON)")
        }
        return nil
    }

    /// What follows a run's first record, up to its `end`.
    ///
    /// - Throws: `ImportError`: `cutOff` where the file ends before the run; for a `RecordProblem` of `body` too.
    mutating func forEachRecord(_ body: (ExchangeObject) throws -> Void) throws {
        var records = 0
        while let (line, record) = try nextRecord() {
            let kind = record.text("kind") ?? ""
            if kind == "end" {
                guard record.text("run") == run, record.integer("records") == Int64(records) else {
                    throw error(
                        .damaged, line, 0,
                        "the run \(run) has \(records) records here, expected \(record.integer("records") ?? 0) of "
                            + "\(record.text("run") ?? "no run"): lines are missing or were added; nothing of it was imported"
                    )
                }
                return
            }
            guard ExchangeFormat.kindsOfARun.contains(kind) else {
                throw error(
                    .damaged, line, record.member("kind")?.place ?? 0,
                    "`\(kind)` is no kind of record of a run, expected one of "
                        + (ExchangeFormat.kindsOfARun + ["end"]).joined(separator: ", "))
            }
            do {
                try body(record)
            } catch let problem as RecordProblem {
                throw error(.damaged, line, problem.place, problem.message)
            }
            records += 1
        }
        throw ImportError(
            code: .cutOff, place: "\(name):\(last.number)",
            message: "the file ends before the run \(run) does (its line `{\"kind\":\"end\",…}` is missing), "
                + "so nothing of that run was imported: export it again")
    }

    /// What is wrong with the record that was read last.
    func error(_ problem: RecordProblem) -> ImportError {
        error(.damaged, last, problem.place, problem.message)
    }

    private mutating func nextRecord() throws -> (LineReader.Line, ExchangeObject)? {
        let read: LineReader.Line?
        do {
            read = try lines.next()
        } catch let long as LineReader.TooLong {
            throw ImportError(
                code: .foreign, place: "\(name):\(long.number)", message: "the line is longer than any record's")
        }
        guard let line = read else { return nil }
        last = line
        do {
            let record = try ExchangeParser.object(line.bytes)
            return (line, record)
        } catch let problem {
            if !line.isWhole && hasHeader {
                throw error(
                    .cutOff, line, problem.place,
                    "the file ends in the middle of this line, so nothing of the run that it belongs to was imported: "
                        + "export it again")
            }
            throw error(hasHeader ? .damaged : .foreign, line, problem.place, problem.message)
        }
    }

    private func check(header: ExchangeObject, _ line: LineReader.Line) throws {
        guard let format = header.integer("format"), let schema = header.integer("schema") else {
            throw error(.damaged, line, 0, "the header lacks `format` or `schema`, both integers")
        }
        guard format <= ExchangeFormat.version, schema <= Int64(ResultsDatabase.schemaVersion) else {
            throw error(
                .newer, line, 0,
                "a newer Plimsoll (\(header.text("tool") ?? "unknown")) wrote this: its format is \(format), its schema \(schema); "
                    + "this Plimsoll knows \(ExchangeFormat.version) and \(ResultsDatabase.schemaVersion). Import it with that version"
            )
        }
    }

    /// An error at a byte of a line, whose column is counted in characters from 1.
    private func error(
        _ code: ImportError.Code, _ line: LineReader.Line, _ place: Int, _ message: String
    ) -> ImportError {
        let column = line.bytes.prefix(place).count(where: { $0 & 0xC0 != 0x80 }) + 1
        return ImportError(code: code, place: "\(name):\(line.number):\(column)", message: message)
    }
}
