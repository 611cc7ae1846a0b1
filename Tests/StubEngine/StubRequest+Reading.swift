import Foundation

/// Reads requests as HTTP/1.1 frames them (RFC 9112).
extension StubRequest {
    /// The client sent something other than HTTP/1.1.
    struct Malformed: Error {}

    /// Reads a request's head.
    init(from wire: inout StubWire) async throws {
        let words = try await wire.line().split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { throw Malformed() }
        var headers: [(name: String, value: String)] = []
        while case let line = try await wire.line(), !line.isEmpty {
            guard let colon = line.firstIndex(of: ":") else { throw Malformed() }
            let value = line[line.index(after: colon)...]
            headers.append((String(line[..<colon]), value.trimmingCharacters(in: .whitespaces)))
        }
        self.init(method: String(words[0]), target: String(words[1]), headers: headers)
    }

    /// Reads its body.
    mutating func readBody(from wire: inout StubWire) async throws {
        if says("Expect", "100-continue") { try await wire.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        guard says("Transfer-Encoding", "chunked") else {
            guard let length = header("Content-Length") else { return }
            return try await take(Int(length), from: &wire)
        }
        while true {
            let size = try await wire.line().prefix { $0 != ";" }
            let count = Int(size, radix: 16)
            try await take(count, from: &wire)
            // What follows the last chunk is trailers, and an empty line.
            while try await !wire.line().isEmpty { guard count == 0 else { throw Malformed() } }
            if count == 0 { return }
        }
    }

    /// Whether the connection ends with its answer.
    var isLast: Bool { says("Connection", "close") }

    private func says(_ name: String, _ value: String) -> Bool { header(name)?.lowercased() == value }

    private mutating func take(_ count: Int?, from wire: inout StubWire) async throws {
        guard var missing = count, missing >= 0 else { throw Malformed() }
        while missing > 0 {
            let bytes = try await wire.bytes(atMost: missing)
            missing -= bytes.count
            bodyLength += bytes.count
            bodyStart += bytes.prefix(Self.keptBytes - bodyStart.count)
        }
    }
}
