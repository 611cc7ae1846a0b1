import Foundation

/// Values as JSON for programs, files and columns: sorted keys, unescaped slashes, dates as ISO 8601.
package enum JSONText {
    /// On several lines, for people too.
    package static func document(_ value: some Encodable) throws -> String {
        String(decoding: try data(value, .prettyPrinted), as: UTF8.self)
    }

    package static func line(_ value: some Encodable) throws -> String {
        String(decoding: try data(value), as: UTF8.self)
    }

    package static func data(_ value: some Encodable, _ format: JSONEncoder.OutputFormatting = []) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = format.union([.sortedKeys, .withoutEscapingSlashes])
        encoder.dateEncodingStrategy = .iso8601
        return try encoder.encode(value)
    }

    package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: data)
    }

    package static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try decode(type, from: Data(text.utf8))
    }
}

/// A JSON object, written as a dictionary literal; keys with nil values are left out.
package struct JSONFields: Encodable, ExpressibleByDictionaryLiteral {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private let fields: [(key: String, value: (any Encodable)?)]

    package init(dictionaryLiteral elements: (String, (any Encodable)?)...) { fields = elements.map { ($0, $1) } }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for case (let key, let value?) in fields { try container.encode(value, forKey: Name(stringValue: key)) }
    }
}
