import GRDB

/// A member's name.
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
            job = try container.job()
            members += job == nil ? 1 : 3
        }
        values = []
        values.reserveCapacity(shape.columns.count)
        for column in shape.columns {
            guard container.contains(RecordKey(column.name)) else {
                guard column.isOptional else {
                    throw RecordProblem.lacks(container.path(column.name), column.words)
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
        for part in shape.parts {
            var problem: RecordProblem?
            try container.forEach(part) { within in
                if problem == nil { problem = try surplus(within, part.shape) }
            }
            if let problem { return problem }
        }
        return nil
    }
}

extension KeyedDecodingContainer<RecordKey> {
    /// Says which member is none of these.
    fileprivate func surplus(_ names: Set<String>) -> RecordProblem? {
        let isLine = codingPath.isEmpty
        let unknown = allKeys.map(\.stringValue).filter { !names.contains($0) && !(isLine && $0 == "kind") }.min()
        return unknown.map {
            RecordProblem(
                path($0), " is no part of such a record, expected \(names.sorted().joined(separator: ", "))")
        }
    }

    /// A text that must be there.
    fileprivate func text(_ name: String) throws -> String {
        guard contains(RecordKey(name)) else { throw RecordProblem.lacks(path(name), "a text") }
        return try named(name, "a text") { try decode(String.self, forKey: $0) }
    }

    /// The job that a record names; nil where it names none.
    fileprivate func job() throws -> Record.Job? {
        guard let members = try jobMembers() else { return nil }
        let scenario = try members.text("scenario")
        guard members.contains(RecordKey("position")) else {
            throw RecordProblem.lacks(members.path("position"), "an integer")
        }
        let position = try members.named("position", "an integer") { try members.decode(Int64.self, forKey: $0) }
        return Record.Job(scenario: scenario, position: position)
    }

    fileprivate func jobMembers() throws -> Record.Members? {
        try object("job", "an object with `scenario` and `position`, or null")
    }

    /// What stands in a column.
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
        do {
            return try read(RecordKey(name))
        } catch let problem as RecordProblem {
            throw problem
        } catch {
            // Not only a `DecodingError`: of numbers that do not fit Foundation throws an error of a type of its own.
            throw RecordProblem(path(name), " is \(words(name)), expected \(expected)")
        }
    }

    /// An object; nil where it is null or not there.
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
                throw RecordProblem(path(part.name), " holds \(list.words), expected objects only")
            }
            try body(container)
        }
    }

    /// What kind of value stands under a name.
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

    /// Where a member stands, as `steps[1].ordinal`.
    fileprivate func path(_ name: String) -> String {
        codingPath.reduce(into: "") { path, key in
            path += key.intValue.map { "[\($0)]" } ?? (path.isEmpty ? key.stringValue : ".\(key.stringValue)")
        } + (codingPath.isEmpty ? name : ".\(name)")
    }
}

extension UnkeyedDecodingContainer {
    /// What kind of value stands next.
    fileprivate var words: String {
        var list = self
        if (try? list.decodeNil()) == true { return "null" }
        if (try? list.decode(String.self)) != nil { return "a text" }
        if (try? list.decode(Bool.self)) != nil { return "a boolean" }
        if (try? list.decode(Int64.self)) != nil { return "an integer" }
        if (try? list.decode(Double.self)) != nil { return "a number" }
        return (try? list.nestedUnkeyedContainer()) == nil ? "a number that does not fit" : "a list"
    }
}
