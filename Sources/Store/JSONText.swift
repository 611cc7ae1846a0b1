import Foundation

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
