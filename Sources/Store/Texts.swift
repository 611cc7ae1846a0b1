import Foundation
import GRDB
import Model

/// A table that keeps each text once: configurations, instructions.
struct SharedTexts {
    static let instructions = SharedTexts(table: "instruction", column: "text")

    private let table: String
    private let column: String
    /// Texts that were read, by row id, so that what refers to one shares one string.
    private var known: [Int64: String] = [:]

    private init(table: String, column: String) { (self.table, self.column) = (table, column) }

    mutating func text(_ id: Int64, _ database: Database) throws -> String {
        if let text = known[id] { return text }
        let statement = try database.cachedStatement(sql: "SELECT \(column) FROM \(table) WHERE id = ?")
        guard let text = try String.fetchOne(statement, arguments: [id]) else {
            throw ResultsError(.damaged, "the results database lacks \(table) \(id), which other rows refer to")
        }
        known[id] = text
        return text
    }

    /// The row id of a text, which is added if it is new.
    func rowID(of text: String, _ database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(sql: "SELECT id FROM \(table) WHERE \(column) = ?")
        if let id = try Int64.fetchOne(statement, arguments: [text]) { return id }
        try database.execute(sql: "INSERT INTO \(table) (\(column)) VALUES (?)", arguments: [text])
        return database.lastInsertedRowID
    }
}

/// Configurations, which are kept once for all jobs: the name, and the factors as JSON beside it.
struct StoredConfigurations {
    private var known: [Int64: (name: String, factors: Model.Configuration?)] = [:]

    /// The name of a row, and its factors where this version knows them all.
    mutating func configuration(
        _ id: Int64, _ database: Database
    ) throws -> (name: String, factors: Model.Configuration?) {
        if let found = known[id] { return found }
        let statement = try database.cachedStatement(sql: "SELECT name, factors FROM configuration WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id]) else {
            throw ResultsError(.damaged, "the results database lacks configuration \(id), which other rows refer to")
        }
        let text: String? = row[1]
        let factors = text.flatMap { try? JSONDecoder().decode([String: String].self, from: Data($0.utf8)) }
        let found: (String, Model.Configuration?) = (row[0], factors.flatMap(Model.Configuration.init(factors:)))
        known[id] = found
        return found
    }

    /// The row id of a configuration, which is added if it is new.
    static func rowID(of configuration: Model.Configuration, _ database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(sql: "SELECT id FROM configuration WHERE name = ?")
        if let id = try Int64.fetchOne(statement, arguments: [configuration.name]) { return id }
        try database.execute(
            sql: "INSERT INTO configuration (name, factors) VALUES (?, ?)",
            arguments: [configuration.name, try JSONText.line(configuration.factors)])
        return database.lastInsertedRowID
    }
}

extension JSONText {
    /// Reads a column of JSON.
    static func decode<Value: Decodable>(_ type: Value.Type, from text: String, column: String) throws -> Value {
        do { return try decode(type, from: text) } catch {
            throw ResultsError(
                .damaged,
                "the column \(column) of the results database holds text that Plimsoll did not write: \(text)",
                cause: String(describing: error))
        }
    }
}

extension Date {
    /// Milliseconds since 1970 UTC, rounded; nil if that is no integer of 64 bits, which the schema then rejects.
    var milliseconds: Int64? { Int64(exactly: (timeIntervalSince1970 * 1000).rounded()) }

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
