import GRDB

/// A row that is exchanged, with the records within it. Its `RecordShape` says what it is made of.
///
/// Rows are named by what they are (a job by its scenario and position): ids differ from database to database.
struct Record {
    struct Job: Hashable {
        let scenario: String
        let position: Int64
    }

    /// What it names in the table of its shape's texts.
    var texts: [String] = []
    /// The job that it belongs to; nil where it belongs to none.
    var job: Job?
    /// By the shape's columns; nil where the record lacks one.
    var values: [DatabaseValue?]
    var jobs: Int64?
    var parts: [[Record]] = []
    /// How many members it has as JSON, those of the records within it included; 0 where it was read from no text.
    var members = 0

    func value(_ column: String, _ shape: RecordShape) -> DatabaseValue? {
        shape.place(of: column).flatMap { values[$0] }
    }
}

extension Record {
    /// A row of a shape's query; the records within it are not read yet.
    /// - Throws: `RecordProblem` where a text is missing: the schema demands it, but somebody may have changed the schema.
    init(_ row: Row, _ shape: RecordShape) throws {
        var column = 1
        for name in shape.texts?.members ?? [] {
            guard let text = String.fromDatabaseValue(row[column]) else { throw RecordProblem.lacks(name, "a text") }
            texts.append(text)
            column += 1
        }
        if shape.namesJob {
            let position = Int64.fromDatabaseValue(row[column + 1])
            job = String.fromDatabaseValue(row[column]).flatMap { name in
                position.map { Job(scenario: name, position: $0) }
            }
            column += 2
        }
        values = shape.columns.indices.map { row[column + $0] as DatabaseValue }
    }
}

struct RecordKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Record {
    typealias Members = KeyedDecodingContainer<RecordKey>

    /// - Throws: `RecordProblem` for one that is missing, or not of its column's type.
    init(_ container: Members, _ shape: RecordShape) throws {
        for name in shape.texts?.members ?? [] { texts.append(try container.text(name)) }
        members = texts.count
        if shape.namesJob, container.contains(RecordKey("job")) {
            job = try container.job()
            members += job == nil ? 1 : 3
        }
        values = []
        values.reserveCapacity(shape.columns.count)
        for column in shape.columns {
            guard container.contains(RecordKey(column.name)) else {
                guard column.isOptional else { throw RecordProblem.lacks(container.path(column.name), column.words) }
                values.append(nil)
                continue
            }
            values.append(try container.value(of: column))
            members += 1
        }
        if shape.countsJobs {
            jobs = try container.named("jobs", "an integer") { try container.decodeIfPresent(Int64.self, forKey: $0) }
            members += container.contains(RecordKey("jobs")) ? 1 : 0
        }
        for part in shape.parts {
            var within: [Record] = []
            // One after the other, so that the first bad one ends it: a line may name very many.
            try container.forEach(part) { within.append(try Record($0, part.shape)) }
            if container.contains(RecordKey(part.name)) { members += 1 }
            members += within.reduce(0) { $0 + $1.members }
            parts.append(within)
        }
    }

    /// Says which member of a record, or of one within it, is none of its shape's; nil where all are.
    static func surplus(_ container: Members, _ shape: RecordShape) throws -> RecordProblem? {
        var names = Set(shape.columns.map(\.name) + shape.parts.map(\.name) + (shape.texts?.members ?? []))
        if shape.namesJob { names.insert("job") }
        if shape.countsJobs { names.insert("jobs") }
        if let problem = container.surplus(names) { return problem }
        if shape.namesJob, let problem = try container.jobMembers()?.surplus(["scenario", "position"]) {
            return problem
        }
        var problem: RecordProblem?
        for part in shape.parts where problem == nil {
            try container.forEach(part) { problem = try problem ?? surplus($0, part.shape) }
        }
        return problem
    }
}

extension KeyedDecodingContainer<RecordKey> {
    fileprivate func surplus(_ names: Set<String>) -> RecordProblem? {
        let isLine = codingPath.isEmpty
        let unknown = allKeys.map(\.stringValue).filter { !names.contains($0) && !(isLine && $0 == "kind") }.min()
        let words = " is no part of such a record, expected \(names.sorted().joined(separator: ", "))"
        return unknown.map { RecordProblem(path($0), words) }
    }

    private func required<Value>(
        _ name: String, _ expected: String, _ read: (RecordKey) throws -> Value
    ) throws -> Value {
        guard contains(RecordKey(name)) else { throw RecordProblem.lacks(path(name), expected) }
        return try named(name, expected, read)
    }

    fileprivate func text(_ name: String) throws -> String {
        try required(name, "a text") { try decode(String.self, forKey: $0) }
    }

    fileprivate func job() throws -> Record.Job? {
        guard let members = try jobMembers() else { return nil }
        return Record.Job(
            scenario: try members.text("scenario"),
            position: try members.required("position", "an integer") { try members.decode(Int64.self, forKey: $0) })
    }

    fileprivate func jobMembers() throws -> Record.Members? {
        try object("job", "an object with `scenario` and `position`, or null")
    }

    fileprivate func value(of column: RecordShape.Column) throws -> DatabaseValue {
        try named(column.name, column.words) { key in
            if column.isOptional, try decodeNil(forKey: key) { return .null }
            // Not one generic call: Foundation looks closer, and longer, at types that it does not know.
            return switch column.kind {
            case .integer: try decode(Int64.self, forKey: key).databaseValue
            case .real: try decode(Double.self, forKey: key).databaseValue
            case .text: try decode(String.self, forKey: key).databaseValue
            }
        }
    }

    /// Says what stands under a name where it is not what was expected.
    fileprivate func named<Value>(
        _ name: String, _ expected: String, _ read: (RecordKey) throws -> Value
    ) throws -> Value {
        do { return try read(RecordKey(name)) } catch let problem as RecordProblem { throw problem } catch {
            // Not only a `DecodingError`: of numbers that do not fit Foundation throws an error of a type of its own.
            throw RecordProblem(
                path(name), " is \(kind(of: try? superDecoder(forKey: RecordKey(name)))), expected \(expected)")
        }
    }

    private func object(_ name: String, _ expected: String) throws -> Record.Members? {
        guard contains(RecordKey(name)) else { return nil }
        return try named(name, expected) { key in
            try decodeNil(forKey: key) ? nil : nestedContainer(keyedBy: RecordKey.self, forKey: key)
        }
    }

    /// Visits the records of a part; none where it is null or not there.
    fileprivate func forEach(_ part: RecordShape.Part, _ body: (Record.Members) throws -> Void) throws {
        guard part.isList else {
            if let container = try object(part.name, "an object or null") { try body(container) }
            return
        }
        guard contains(RecordKey(part.name)) else { return }
        var list = try named(part.name, "a list of objects") { try nestedUnkeyedContainer(forKey: $0) }
        while !list.isAtEnd {
            guard let container = try? list.nestedContainer(keyedBy: RecordKey.self) else {
                throw RecordProblem(
                    path(part.name), " holds \(kind(of: try? list.superDecoder())), expected objects only")
            }
            try body(container)
        }
    }

    /// Where a member stands, as `steps[1].ordinal`.
    fileprivate func path(_ name: String) -> String {
        codingPath.reduce(into: "") { path, key in
            path += key.intValue.map { "[\($0)]" } ?? (path.isEmpty ? key.stringValue : ".\(key.stringValue)")
        } + (codingPath.isEmpty ? name : ".\(name)")
    }
}

private func kind(of decoder: (any Decoder)?) -> String {
    let value = try? decoder?.singleValueContainer()
    if value?.decodeNil() == true { return "null" }
    if (try? value?.decode(String.self)) != nil { return "a text" }
    if (try? value?.decode(Bool.self)) != nil { return "a boolean" }
    if (try? value?.decode(Int64.self)) != nil { return "an integer" }
    if (try? value?.decode(Double.self)) != nil { return "a number" }
    if (try? decoder?.unkeyedContainer()) != nil { return "a list" }
    return (try? decoder?.container(keyedBy: RecordKey.self)) == nil ? "a number that does not fit" : "an object"
}

/// What is wrong with a record, before it is known where the record comes from.
struct RecordProblem: Error {
    private let before: String
    /// The member at fault, as `ordinal`; nil where it is the whole record.
    private let member: String?
    /// What the record is called where it does not stand within another.
    private var record = ""
    private let behind: String
    /// Where the record stands within that of its line, as `steps[1]`; empty where it is that one.
    private var place = ""

    /// What is wrong with a member, by what follows its name.
    init(_ member: String, _ behind: String, before: String = "") {
        (self.before, self.member, self.behind) = (before, member, behind)
    }

    /// What is wrong with a whole record, by what stands before its name and behind it.
    init(before: String = "", record: String, _ behind: String) {
        (self.before, self.member, self.record, self.behind) = (before, nil, record, behind)
    }

    static func lacks(_ member: String, _ expected: String) -> RecordProblem {
        RecordProblem(member, ", expected \(expected)", before: "the record lacks ")
    }

    /// The same of a record that stands within another, as one of its `steps`.
    func within(_ part: RecordShape.Part, _ index: Int) -> RecordProblem {
        var problem = self
        let name = part.isList ? "\(part.name)[\(index)]" : part.name
        problem.place = place.isEmpty ? name : "\(name).\(place)"
        return problem
    }

    var message: String {
        let path = [place, member ?? ""].filter { !$0.isEmpty }.joined(separator: ".")
        return before + (path.isEmpty ? record : "`\(path)`") + behind
    }
}

extension RecordShape {
    /// Visits the records within one; a problem of one of them says where it stands.
    func forEachPart(of record: Record, _ body: (Record, RecordShape) throws -> Void) throws {
        for (part, records) in zip(parts, record.parts) {
            for (index, record) in records.enumerated() {
                do { try body(record, part.shape) } catch let problem as RecordProblem {
                    throw problem.within(part, index)
                }
            }
        }
    }
}
