import Foundation

/// Reads a file line by line, in as much memory as its longest line takes.
struct LineReader {
    struct Line {
        /// From 1.
        let number: Int
        let bytes: [UInt8]
        /// Whether it ends as lines do, and not because the file does.
        let isWhole: Bool

        /// Whether `{` is the first byte that is not blank; a file may begin with a byte order mark.
        var beginsAnObject: Bool {
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            let text = bytes.dropFirst(number == 1 && bytes.starts(with: mark) ? mark.count : 0)
            return text.first { ![0x20, 0x09, 0x0D].contains($0) } == UInt8(ascii: "{")
        }
    }

    /// A line is longer than any record could be.
    struct TooLong: Error { let number: Int }

    private static let longest = 64 << 20
    private let file: FileHandle
    private var buffer: [UInt8]
    private var start = 0
    private var number = 0
    private var isAtEnd = false

    init(_ file: FileHandle, head: Data = Data()) { (self.file, buffer) = (file, Array(head)) }

    mutating func next() throws -> Line? {
        var searched = start
        while true {
            let end = buffer[searched...].firstIndex(of: 0x0A)
            if end != nil || isAtEnd {
                guard end != nil || start < buffer.count else { return nil }
                number += 1
                let bytes = Array(buffer[start..<(end ?? buffer.count)])
                start = end.map { $0 + 1 } ?? buffer.count
                return Line(number: number, bytes: bytes, isWhole: end != nil)
            }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            guard searched <= Self.longest else { throw TooLong(number: number + 1) }
            if let data = try file.read(upToCount: 1 << 16), !data.isEmpty {
                buffer.append(contentsOf: data)
            } else {
                isAtEnd = true
            }
        }
    }
}

private enum RecordLine: DecodableWithConfiguration {
    case header(format: Int64?, schema: Int64?, tool: String?)
    case record(kind: String, Record)
    case end(run: String?, records: Int64?)
    case other(kind: String)

    struct Context {
        /// The shapes of the kinds of records that may stand here: others are not looked into.
        let shapes: [String: RecordShape]
        let members: Int
    }

    init(from decoder: any Decoder, configuration context: Context) throws {
        let container = try decoder.container(keyedBy: RecordKey.self)
        func text(_ name: String) -> String? { try? container.decodeIfPresent(String.self, forKey: RecordKey(name)) }
        func integer(_ name: String) -> Int64? { try? container.decodeIfPresent(Int64.self, forKey: RecordKey(name)) }
        let kind = text("kind") ?? ""
        switch kind {
        case "plimsoll": self = .header(format: integer("format"), schema: integer("schema"), tool: text("tool"))
        case "end": self = .end(run: text("run"), records: integer("records"))
        default:
            guard let shape = context.shapes[kind] else {
                self = .other(kind: kind)
                return
            }
            let record = try Record(container, shape)
            // Of two members with one name Foundation keeps one, and tells nobody.
            guard record.members + 1 == context.members else {
                if let problem = try Record.surplus(container, shape) { throw problem }
                throw RepeatedMember()
            }
            self = .record(kind: kind, record)
        }
    }

    /// A member stands twice in one of the line's objects: which one is looked for in the text.
    struct RepeatedMember: Error {}

    /// How many members the objects of a text have together: colons outside of texts.
    static func members(_ bytes: [UInt8]) -> Int {
        var members = 0
        var isText = false
        var isEscaped = false
        for byte in bytes {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\"") {
                isText.toggle()
            } else if isText {
                isEscaped = byte == UInt8(ascii: "\\")
            } else if byte == UInt8(ascii: ":") {
                members += 1
            }
        }
        return members
    }
}

/// Runs out of an export of all records, one after the other.
struct RecordLines {
    /// Counted up when an older Plimsoll could no longer read what is written.
    static let format: Int64 = 1

    private let name: String
    private let first: RecordShape
    private let following: [String: RecordShape]
    private let kinds: [String]
    private let decoder = JSONDecoder()
    private var lines: LineReader
    /// The number of the line that was read last.
    private var last = 0
    private var hasHeader = false
    /// That of the header that was read last.
    private(set) var schema = 0
    private var run = ""

    /// - Parameter name: what the file is called in messages.
    init(_ lines: LineReader, name: String, shapes: RecordShapes) {
        (self.lines, self.name, first) = (lines, name, shapes.run)
        following = Dictionary(uniqueKeysWithValues: shapes.following.map { ($0.kind, $0.shape) })
        kinds = shapes.following.map(\.kind)
    }

    /// The record that a run begins with; nil at the end of the file. Headers are read on the way: joined files have several.
    mutating func nextRun() throws -> Record? {
        while let line = try nextLine(of: hasHeader ? ["run": first] : [:]) {
            switch line {
            case .header(let format, let schema, let tool):
                self.schema = try check(format: format, schema: schema, tool: tool)
                hasHeader = true
            case .record(_, let record):
                run = record.value("uuid", first).flatMap(String.fromDatabaseValue) ?? ""
                return record
            default:
                throw hasHeader
                    ? error(.damaged, "no run begins here, expected a line `{\"kind\":\"run\",…}`")
                    : error(
                        .foreign,
                        "this is no export of Plimsoll's, expected `{\"kind\":\"plimsoll\",\"format\":1,…}` first: "
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
    /// - Throws: `ImportError`: `cutOff` where the file ends before the run; for a `RecordProblem` of `body` too.
    mutating func forEachRecord(_ body: (String, Record) throws -> Void) throws {
        var records: Int64 = 0
        while let line = try nextLine(of: following) {
            switch line {
            case .end(let ended, let count):
                guard ended == run, count == records else {
                    throw error(
                        .damaged,
                        "the run \(run) has \(records) records here, expected \(count ?? 0) of \(ended ?? "no run"): "
                            + "lines are missing or were added; nothing of it was imported")
                }
                return
            case .record(let kind, let record):
                do { try body(kind, record) } catch let problem as RecordProblem { throw error(problem) }
                records += 1
            case .header: throw noRecord("plimsoll")
            case .other(let kind): throw noRecord(kind)
            }
        }
        throw error(
            .cutOff,
            "the file ends before the run \(run) does (its line `{\"kind\":\"end\",…}` is missing), "
                + "so nothing of that run was imported: export it again")
    }

    func error(_ problem: RecordProblem) -> ImportError { error(.damaged, problem.message) }

    private mutating func nextLine(of shapes: [String: RecordShape]) throws -> RecordLine? {
        let line: LineReader.Line
        do {
            guard let read = try lines.next() else { return nil }
            line = read
        } catch let long as LineReader.TooLong {
            last = long.number
            throw error(.foreign, "the line is longer than any record's")
        }
        last = line.number
        // What cannot be a record is not read at all: of a long list Foundation makes many times its size.
        guard line.beginsAnObject else { throw noObject(line, "") }
        do {
            return try decoder.decode(
                RecordLine.self, from: Data(line.bytes),
                configuration: RecordLine.Context(shapes: shapes, members: RecordLine.members(line.bytes)))
        } catch let problem as RecordProblem {
            throw error(problem)
        } catch is RecordLine.RepeatedMember {
            guard let path = MemberPaths.repeated(in: line.bytes) else {
                throw error(.damaged, "a member stands twice in the record, or is no part of it")
            }
            throw error(.damaged, "`\(path)` stands twice, expected once")
        } catch {
            throw noObject(line, Self.reason(line.bytes))
        }
    }

    private func noObject(_ line: LineReader.Line, _ reason: String) -> ImportError {
        if !line.isWhole && hasHeader {
            return error(
                .cutOff,
                "the file ends in the middle of this line, so nothing of the run that it belongs to was imported: "
                    + "export it again")
        }
        return error(hasHeader ? .damaged : .foreign, "the line is no JSON object, as `{\"kind\":\"run\",…}`\(reason)")
    }

    /// What Foundation says of a text that is no JSON, with the place: only its older reader tells. It reads all of the
    /// text into objects before it does, so that a long one is not given to it.
    private static func reason(_ bytes: [UInt8]) -> String {
        do { if bytes.count < 1 << 20 { _ = try JSONSerialization.jsonObject(with: Data(bytes)) } } catch {
            let words = (error as NSError).userInfo["NSDebugDescription"] as? String
            return words.map { ": \($0)" } ?? ""
        }
        return ""
    }

    private func check(format: Int64?, schema: Int64?, tool: String?) throws -> Int {
        guard let format, let schema else {
            throw error(.damaged, "the header lacks `format` or `schema`, both integers")
        }
        guard format <= Self.format, schema <= Int64(ResultsDatabase.schemaVersion) else {
            throw error(
                .newer,
                "a newer Plimsoll (\(tool ?? "unknown")) wrote this: its format is \(format), its schema \(schema); "
                    + "this Plimsoll knows \(Self.format) and \(ResultsDatabase.schemaVersion). Import it with that version"
            )
        }
        return Int(schema)
    }

    private func noRecord(_ kind: String) -> ImportError {
        error(
            .damaged,
            "`\(kind)` is no kind of record of a run, expected one of \((kinds + ["end"]).joined(separator: ", "))")
    }

    private func error(_ code: ImportError.Code, _ message: String) -> ImportError {
        ImportError(code: code, place: "\(name):\(last)", message: message)
    }
}
