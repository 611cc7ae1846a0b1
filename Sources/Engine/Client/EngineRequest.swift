import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// One request to an engine, without version and endpoint.
struct EngineRequest: Sendable {
    enum Patience: Sendable {
        case limited
        /// No limit: the answer comes when a container ends, or never.
        case endless
    }

    var method: HTTPMethod
    /// Begins with a slash; its parts are already escaped.
    var path: String
    /// Names and values; nil values are left out.
    var query: [(name: String, value: String?)]
    var headers: HTTPHeaders = [:]
    var body: HTTPClientRequest.Body?
    var patience = Patience.limited
    var metered = true

    init(
        _ method: HTTPMethod, _ path: String, query: [(String, String?)] = [], body: HTTPClientRequest.Body? = nil,
        contentType: String? = nil, patience: Patience = .limited
    ) {
        self.method = method
        self.path = path
        self.query = query.map { (name: $0.0, value: $0.1) }
        self.body = body
        self.patience = patience
        if let contentType { headers.add(name: "Content-Type", value: contentType) }
    }

    /// A request whose body is `value` as JSON.
    init(_ method: HTTPMethod, _ path: String, query: [(String, String?)] = [], json value: some Encodable) throws {
        let data = try JSONEncoder().encode(value)
        self.init(method, path, query: query, body: .bytes(ByteBuffer(bytes: data)), contentType: "application/json")
    }

    var name: String { "\(method.rawValue) \(path)" }

    var target: String {
        var text = path
        var separator = "?"
        for case (let name, let value?) in query {
            text += "\(separator)\(name)=\(value.escaped)"
            separator = "&"
        }
        return text
    }
}

extension String {
    /// The text with all bytes escaped except RFC 3986's unreserved set and `:`, `/`, `@`. Object names contain those
    /// three, and paths and queries may.
    var escaped: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2F, 0x3A, 0x40: bytes.append(byte)
            default: bytes += [0x25, Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text escaped for the host part of a URL, where a slash has another meaning.
    var escapedHost: String { escaped.replacingOccurrences(of: "/", with: "%2F") }

    private static let digits = Array("0123456789ABCDEF".utf8)
}

extension EngineFilters {
    /// The filters as the `filters` query parameter takes them; nil when there are none.
    func encoded() throws -> String? {
        isEmpty ? nil : String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    }
}

extension Bool {
    /// The query value for true; false is left out.
    var flag: String? { self ? "1" : nil }
}

extension ByteBuffer {
    /// The readable bytes decoded as JSON, without copying them.
    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try withUnsafeReadableBytes { bytes in
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

    /// An instant that is missing, empty or the engine's zero time is nil.
    func decodeIfPresent(_ type: EngineInstant.Type, forKey key: Key) throws -> EngineInstant? {
        try decodeIfPresent(String.self, forKey: key).flatMap(EngineInstant.init)
    }
}

extension EngineInstant: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let instant = EngineInstant(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time")
        }
        self = instant
    }
}

/// A file's bytes, one chunk in memory at a time.
struct FileChunks: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let path: String
    /// The file's length when it was opened, in bytes.
    let length: Int64

    /// - Throws: Foundation's error if the file's attributes cannot be read.
    init(path: String) throws {
        self.path = path
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        length = (attributes[.size] as? NSNumber)?.int64Value ?? 0
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(path: path) }

    struct AsyncIterator: AsyncIteratorProtocol {
        private static let pieceLength = 1 << 20

        let path: String
        private var handle: FileHandle?

        init(path: String) { self.path = path }

        mutating func next() async throws -> ByteBuffer? {
            let open = try handle ?? FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            handle = open
            guard let piece = try open.read(upToCount: Self.pieceLength), !piece.isEmpty else {
                try open.close()
                return nil
            }
            return ByteBuffer(bytes: piece)
        }
    }
}
