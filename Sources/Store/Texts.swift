import Foundation
import GRDB

/// A table that keeps each text once: configurations, instructions.
struct SharedTexts {
    static let configurations = SharedTexts(table: "configuration", column: "name")
    static let instructions = SharedTexts(table: "instruction", column: "text")

    private let table: String
    private let column: String
    /// Texts that were read, by row id, so that what refers to one shares one string.
    private var known: [Int64: String] = [:]

    private init(table: String, column: String) {
        self.table = table
        self.column = column
    }

    /// The text of a row id.
    mutating func text(_ id: Int64, _ database: Database) throws -> String {
        if let text = known[id] { return text }
        let statement = try database.cachedStatement(sql: "SELECT \(column) FROM \(table) WHERE id = ?")
        guard let text = try String.fetchOne(statement, arguments: [id]) else {
            throw ResultsError(.damaged, "the results database lacks \(table) \(id), which other rows refer to")
        }
        known[id] = text
        return text
    }

    /// The row id of a text, which is added where it is new.
    func rowID(of text: String, _ database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(sql: "SELECT id FROM \(table) WHERE \(column) = ?")
        if let id = try Int64.fetchOne(statement, arguments: [text]) { return id }
        try database.execute(sql: "INSERT INTO \(table) (\(column)) VALUES (?)", arguments: [text])
        return database.lastInsertedRowID
    }
}

/// Lists and dictionaries as JSON text in a column, where SQLite's own JSON functions can read them.
enum JSONText {
    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from text: String, column: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw ResultsError(
                .damaged,
                "the column \(column) of the results database holds text that Plimsoll did not write: \(text)",
                cause: String(describing: error))
        }
    }
}

extension Date {
    /// Milliseconds since 1970 UTC, rounded; nil where that is no integer of 64 bits, which the schema then rejects.
    var milliseconds: Int64? {
        Int64(exactly: (timeIntervalSince1970 * 1000).rounded())
    }

    init(milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}
