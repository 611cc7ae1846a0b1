import Model

/// The entries of a tar as an engine writes it (ustar with PAX extensions), each described by all but its times.
struct TarListing {
    /// The tar ends inside an entry, or a number in it is none.
    struct Malformed: Error {}

    private static let block = 512
    private(set) var entries: [String: String] = [:]

    init(_ bytes: [UInt8]) throws {
        var place = 0
        var extensions: [String: String] = [:]
        while place + Self.block <= bytes.count, bytes[place] != 0 {
            let header = Array(bytes[place..<place + Self.block])
            let size = try Self.number(header[124..<136])
            let body = place + Self.block
            guard body + size <= bytes.count else { throw Malformed() }
            let content = Array(bytes[body..<body + size])
            let kind = header[156]
            if kind == UInt8(ascii: "x") {
                extensions = Self.extensions(content)
            } else {
                let prefix = Self.text(header[345..<500])
                let name = extensions["path"] ?? (prefix.isEmpty ? "" : prefix + "/") + Self.text(header[0..<100])
                let target = extensions["linkpath"] ?? Self.text(header[157..<257])
                entries[name] = [
                    String(UnicodeScalar(kind == 0 ? UInt8(ascii: "0") : kind)),
                    String(try Self.number(header[100..<108]) & 0o7777, radix: 8),
                    "\(try Self.number(header[108..<116])):\(try Self.number(header[116..<124]))",
                    target.isEmpty ? "\(size) bytes \(Digest.sha256(content))" : "-> \(target)",
                ].joined(separator: " ")
                extensions = [:]
            }
            place = body + (size + Self.block - 1) / Self.block * Self.block
        }
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func number(_ field: ArraySlice<UInt8>) throws -> Int {
        let digits = text(field).filter(\.isNumber)
        guard let number = digits.isEmpty ? 0 : Int(digits, radix: 8) else { throw Malformed() }
        return number
    }

    /// `LENGTH KEY=VALUE\n`, one after the other.
    private static func extensions(_ bytes: [UInt8]) -> [String: String] {
        var found: [String: String] = [:]
        var rest = bytes[...]
        while let space = rest.firstIndex(of: UInt8(ascii: " ")),
            let length = Int(String(decoding: rest[..<space], as: UTF8.self)), length > 0, length <= rest.count
        {
            let record = rest[(space + 1)..<(rest.startIndex + length - 1)]
            if let mark = record.firstIndex(of: UInt8(ascii: "=")) {
                found[String(decoding: record[..<mark], as: UTF8.self)] =
                    String(decoding: record[(mark + 1)...], as: UTF8.self)
            }
            rest = rest.dropFirst(length)
        }
        return found
    }
}
