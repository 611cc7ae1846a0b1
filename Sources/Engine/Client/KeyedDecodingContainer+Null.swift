// Engines write null, or leave the key out, where a list, a map or a number is empty. Synthesized decoders in this
// module pick these overloads up, so that the answers' types can say what is meant: an empty list.
extension KeyedDecodingContainer {
    func decode<Element: Decodable>(_ type: [Element].Type, forKey key: Key) throws -> [Element] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    func decode<Value: Decodable>(_ type: [String: Value].Type, forKey key: Key) throws -> [String: Value] {
        try decodeIfPresent(type, forKey: key) ?? [:]
    }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try decodeIfPresent(type, forKey: key) ?? ""
    }

    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        try decodeIfPresent(type, forKey: key) ?? 0
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try decodeIfPresent(type, forKey: key) ?? false
    }

    /// An instant that is missing, empty or the engine's zero time is nil.
    func decodeIfPresent(_ type: EngineInstant.Type, forKey key: Key) throws -> EngineInstant? {
        try decodeIfPresent(String.self, forKey: key).flatMap(EngineInstant.init)
    }
}

extension EngineInstant: Decodable {
    /// Decodes RFC 3339 text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let instant = EngineInstant(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time")
        }
        self = instant
    }
}
