import Foundation
import Model

/// One request to an engine, without version and endpoint.
struct EngineRequest: Sendable {
    // swift-format-ignore: AlwaysUseLowerCamelCase
    enum Method: String { case GET, POST, DELETE }

    enum Body {
        case bytes([UInt8])
        /// Pieces that are made while they are sent, and their length together in bytes; nil: not known beforehand.
        case pieces(Pieces, length: Int64?)
    }

    /// Iterating it calls `open`; what that returns gives the next piece, and nil at the end.
    struct Pieces: AsyncSequence, Sendable {
        typealias Read = () async throws -> [UInt8]?

        struct AsyncIterator: AsyncIteratorProtocol {
            fileprivate let read: Read

            func next() async throws -> [UInt8]? { try await read() }
        }

        let open: @Sendable () -> Read

        func makeAsyncIterator() -> AsyncIterator { AsyncIterator(read: open()) }
    }

    var method: Method
    /// Begins with a slash; its parts are already escaped.
    var path: String
    /// Names and values; nil values are left out.
    var query: [(name: String, value: String?)]
    var headers: [(name: String, value: String)] = []
    var body: Body?
    /// Whether it has no time limit: the answer comes when a container ends, or never.
    var isEndless: Bool
    /// Whether the connection is given over to another protocol: the bodies are what both sides then send.
    var isUpgrade = false

    init(
        _ method: Method, _ path: String, query: [(String, String?)] = [], body: Body? = nil,
        contentType: String? = nil, isEndless: Bool = false
    ) {
        (self.method, self.path, self.body, self.isEndless) = (method, path, body, isEndless)
        self.query = query.map { (name: $0.0, value: $0.1) }
        if let contentType { headers.append(("Content-Type", contentType)) }
    }

    init(_ method: Method, _ path: String, query: [(String, String?)] = [], json value: some Encodable) throws {
        let body = Body.bytes(Array(try JSONText.data(value)))
        self.init(method, path, query: query, body: body, contentType: "application/json")
    }

    var name: String { "\(method.rawValue) \(path)" }

    var target: String {
        let fields = query.compactMap { name, value in value.map { "\(name)=\($0.escaped)" } }
        return fields.isEmpty ? path : "\(path)?\(fields.joined(separator: "&"))"
    }
}

extension EngineRequest.Body {
    static func stream<Pieces: AsyncSequence & Sendable>(_ sequence: Pieces) -> Self where Pieces.Element == [UInt8] {
        let pieces = EngineRequest.Pieces {
            var iterator = sequence.makeAsyncIterator()
            return { try await iterator.next() }
        }
        return .pieces(pieces, length: nil)
    }

    /// A file's bytes, one piece of 1 MiB in memory at a time.
    /// - Throws: Foundation's error if the file's attributes cannot be read.
    static func file(_ path: String) throws -> Self {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let pieces = EngineRequest.Pieces {
            var handle: FileHandle?
            return {
                let open = try handle ?? FileHandle(forReadingFrom: URL(fileURLWithPath: path))
                handle = open
                if let piece = try open.read(upToCount: 1 << 20), !piece.isEmpty { return Array(piece) }
                try open.close()
                return nil
            }
        }
        return .pieces(pieces, length: (attributes[.size] as? NSNumber)?.int64Value ?? 0)
    }
}

extension String {
    /// The text with all bytes escaped except RFC 3986's unreserved set and `:`, `/`, `@`. Object names contain those
    /// three, and paths and queries may.
    var escaped: String { addingPercentEncoding(withAllowedCharacters: Self.unescaped) ?? self }

    private static let unescaped = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:@")
}

/// Filters in the engine's form: all keys must match, any value of a key suffices (labels: all values must match).
package typealias EngineFilters = [String: [String]]

extension EngineFilters {
    /// The filters as the `filters` query parameter takes them; nil when there are none.
    func encoded() throws -> String? { isEmpty ? nil : try JSONText.line(self) }
}

extension Bool {
    /// The query value for true; false is left out.
    var flag: String? { self ? "1" : nil }
}

extension [UInt8] {
    /// The bytes decoded as JSON, without copying them.
    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else {
                throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "the answer is empty"))
            }
            let data = Data(
                bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count, deallocator: .none)
            return try JSONDecoder().decode(type, from: data)
        }
    }
}

// Engines write null, or leave the key out, if a list, map or number is empty. Synthesized decoders in this module use
// these overloads, so that such a value is decoded as empty, not nil.
extension KeyedDecodingContainer {
    func decode<Element: Decodable>(_ type: [Element].Type, forKey key: Key) throws -> [Element] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    func decode<Value: Decodable>(_ type: [String: Value].Type, forKey key: Key) throws -> [String: Value] {
        try decodeIfPresent(type, forKey: key) ?? [:]
    }

    func decode(_ type: String.Type, forKey key: Key) throws -> String { try decodeIfPresent(type, forKey: key) ?? "" }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try decodeIfPresent(type, forKey: key) ?? 0 }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try decodeIfPresent(type, forKey: key) ?? false }

    func decode(_ type: ImageConfiguration.Type, forKey key: Key) throws -> ImageConfiguration {
        try decodeIfPresent(type, forKey: key) ?? ImageConfiguration()
    }

    /// An instant that is missing, empty or the engine's zero time is nil.
    func decodeIfPresent(_ type: EngineInstant.Type, forKey key: Key) throws -> EngineInstant? {
        try decodeIfPresent(String.self, forKey: key).flatMap(EngineInstant.init)
    }
}
