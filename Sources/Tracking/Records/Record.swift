import Foundation
import GRDB

/// A row for exchange, with the records nested in it; its `RecordShape` describes its contents.
///
/// Rows are identified by their contents (a job by its scenario and position): ids differ from database to database.
struct Record {
    /// A job as records identify it.
    struct Job: Codable, Hashable {
        let scenario: String
        let position: Int64
    }

    /// Its texts from the table of its shape's texts.
    var texts: [String] = []
    /// The job that it belongs to; nil: none.
    var job: Job?
    /// By the shape's columns; nil where the record lacks one.
    var values: [DatabaseValue?]
    /// Of a run: its number of jobs.
    var jobs: Int64?
    /// By the shape's parts.
    var parts: [[Record]] = []
    /// The number of JSON members, including those of nested records; 0 where it was not read from text.
    private(set) var members = 0

    /// The value of a column; nil where there is none.
    func value(_ column: String, _ shape: RecordShape) -> DatabaseValue? {
        shape.place(of: column).flatMap { values[$0] }
    }
}

/// What is wrong with a record, before it is known where the record comes from.
struct RecordProblem: Error {
    let message: String
}

extension Record {
    /// A row of a shape's query; the nested records are not read yet.
    init(_ row: Row, _ shape: RecordShape) {
        var column = 1
        if let names = shape.texts?.names {
            texts = names.indices.map { row[column + $0] }
            column += names.count
        }
        if shape.namesJob {
            if let scenario: String = row[column], let position: Int64 = row[column + 1] {
                job = Job(scenario: scenario, position: position)
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

    /// Reads a record's members.
    ///
    /// - Throws: `RecordProblem` for one that is missing, or not of its column's type.
    init(_ container: Members, _ shape: RecordShape) throws {
        for name in shape.texts?.members ?? [] { texts.append(try container.text(name)) }
        members = texts.count
        if shape.namesJob, container.contains(RecordKey("job")) {
            job = try container.named("job", "an object with `scenario` and `position`, or null") {
                try container.decodeIfPresent(Job.self, forKey: $0)
            }
            members += job == nil ? 1 : 3
        }
        values = []
        values.reserveCapacity(shape.columns.count)
        for column in shape.columns {
            guard container.contains(RecordKey(column.name)) else {
                guard column.isOptional else {
                    throw RecordProblem(
                        message: "the record lacks `\(column.name)`, expected \(column.words)")
                }
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
            let within = try container.records(part)
            if container.contains(RecordKey(part.name)) { members += 1 }
            members += within.reduce(0) { $0 + $1.members }
            parts.append(within)
        }
    }

    /// Names the member that is not part of the record's shape, or occurs twice. Called when not all members were read.
    static func surplus(_ container: Members, _ shape: RecordShape) throws -> RecordProblem {
        var names = Set(shape.columns.map(\.name) + shape.parts.map(\.name) + (shape.texts?.members ?? []))
        if shape.namesJob { names.insert("job") }
        if shape.countsJobs { names.insert("jobs") }
        let found = container.allKeys.map(\.stringValue).filter { !names.contains($0) && $0 != "kind" }
        if let unknown = found.min() {
            return RecordProblem(
                message: "`\(unknown)` is no part of such a record, expected \(names.sorted().joined(separator: ", "))")
        }
        for part in shape.parts {
            for within in try container.containers(part) {
                let problem = try surplus(within, part.shape)
                if problem.message != twice { return problem }
            }
        }
        return RecordProblem(message: twice)
    }

    private static let twice = "a member stands twice in the record, or is no part of it"
}

extension KeyedDecodingContainer<RecordKey> {
    /// A required text.
    fileprivate func text(_ name: String) throws -> String {
        guard contains(RecordKey(name)) else {
            throw RecordProblem(message: "the record lacks `\(name)`, expected a text")
        }
        return try named(name, "a text") { try decode(String.self, forKey: $0) }
    }

    /// The value of a column.
    fileprivate func value(of column: RecordShape.Column) throws -> DatabaseValue {
        try named(column.name, column.words) { key in
            if column.isOptional, try decodeNil(forKey: key) { return .null }
            // Not one generic call: Foundation takes longer for types that it does not know.
            return switch column.kind {
            case .integer: try decode(Int64.self, forKey: key).databaseValue
            case .real: try decode(Double.self, forKey: key).databaseValue
            case .text: try decode(String.self, forKey: key).databaseValue
            }
        }
    }

    /// Reports the actual value of a member where it is not of the expected kind.
    fileprivate func named<Value>(
        _ name: String, _ expected: String, _ read: (RecordKey) throws -> Value
    ) throws -> Value {
        do {
            return try read(RecordKey(name))
        } catch is DecodingError {
            throw RecordProblem(message: "`\(path(name))` is \(words(name)), expected \(expected)")
        }
    }

    /// The records of a part; none where it is null or missing.
    fileprivate func records(_ part: RecordShape.Part) throws -> [Record] {
        try containers(part).map { try Record($0, part.shape) }
    }

    fileprivate func containers(_ part: RecordShape.Part) throws -> [Record.Members] {
        let key = RecordKey(part.name)
        guard contains(key) else { return [] }
        guard part.isList else {
            if try decodeNil(forKey: key) { return [] }
            guard let container = try? nestedContainer(keyedBy: RecordKey.self, forKey: key) else {
                throw RecordProblem(message: "`\(path(part.name))` is \(words(part.name)), expected an object or null")
            }
            return [container]
        }
        guard var list = try? nestedUnkeyedContainer(forKey: key) else {
            throw RecordProblem(message: "`\(path(part.name))` is \(words(part.name)), expected a list of objects")
        }
        var containers: [Record.Members] = []
        while !list.isAtEnd {
            guard let container = try? list.nestedContainer(keyedBy: RecordKey.self) else {
                throw RecordProblem(message: "`\(path(part.name))` holds \(list.words), expected objects only")
            }
            containers.append(container)
        }
        return containers
    }

    /// The kind of a member's value.
    private func words(_ name: String) -> String {
        let key = RecordKey(name)
        if (try? decodeNil(forKey: key)) == true { return "null" }
        if (try? decode(String.self, forKey: key)) != nil { return "a text" }
        if (try? decode(Bool.self, forKey: key)) != nil { return "a boolean" }
        if (try? decode(Int64.self, forKey: key)) != nil { return "an integer" }
        if (try? decode(Double.self, forKey: key)) != nil { return "a number" }
        if (try? nestedUnkeyedContainer(forKey: key)) != nil { return "a list" }
        if (try? nestedContainer(keyedBy: RecordKey.self, forKey: key)) != nil { return "an object" }
        return "a number that does not fit"
    }

    /// The path of a member, such as `steps[1].ordinal`.
    private func path(_ name: String) -> String {
        codingPath.reduce(into: "") { path, key in
            path += key.intValue.map { "[\($0)]" } ?? (path.isEmpty ? key.stringValue : ".\(key.stringValue)")
        } + (codingPath.isEmpty ? name : ".\(name)")
    }
}

extension UnkeyedDecodingContainer {
    /// The kind of the next value.
    fileprivate var words: String {
        var list = self
        if (try? list.decodeNil()) == true { return "null" }
        if (try? list.decode(String.self)) != nil { return "a text" }
        if (try? list.decode(Bool.self)) != nil { return "a boolean" }
        if (try? list.decode(Int64.self)) != nil { return "an integer" }
        if (try? list.decode(Double.self)) != nil { return "a number" }
        return "a list"
    }
}
