import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// One request to an engine, before the version and the endpoint are put in front.
struct EngineRequest: Sendable {
    /// How long the engine may be silent.
    enum Patience: Sendable {
        /// As long as the client's options say.
        case limited
        /// As long as it likes: the answer comes when a container ends, or never.
        case endless
    }

    var method: HTTPMethod
    /// The path with its parts already escaped, beginning with a slash.
    var path: String
    /// Names and values; a nil value is left out.
    var query: [(name: String, value: String?)]
    var headers: HTTPHeaders = [:]
    var body: HTTPClientRequest.Body?
    var patience = Patience.limited
    /// Whether the request meter counts it.
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
        self.init(
            method, path, query: query, body: .bytes(ByteBuffer(bytes: data)), contentType: "application/json")
    }

    /// The method and path, for messages.
    var name: String { "\(method.rawValue) \(path)" }

    /// The path and the encoded query.
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
    /// The text with every byte outside RFC 3986's unreserved set escaped, and outside `:`, `/`, `@` too, which object
    /// names hold and a path and a query may.
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
    /// How a query says yes; no is left out.
    var flag: String? { self ? "1" : nil }
}
