/// A tar archive as its bytes say: libarchive brings names into one form of Unicode, and so makes two files one.
struct PlainTar {
    /// One entry.
    struct Entry {
        var path: [UInt8]
        let type: UInt8
        let mode: Int
        let owner: Int
        let group: Int
        var target: [UInt8]
        let content: ArraySlice<UInt8>
    }

    struct Malformed: Error {}

    private static let block = 512

    /// All entries, with the names that extended headers (PAX, GNU) give them. Throws `Malformed`.
    static func entries(_ bytes: ArraySlice<UInt8>) throws -> [Entry] {
        var entries: [Entry] = []
        var rest = bytes
        var path: [UInt8]?
        var target: [UInt8]?
        while rest.count >= block, rest.contains(where: { $0 != 0 }) {
            let header = Array(rest.prefix(block))
            let size = try number(header[124..<136])
            let padded = (size + block - 1) / block * block
            guard rest.count >= block + padded else { throw Malformed() }
            let content = rest.dropFirst(block).prefix(size)
            rest = rest.dropFirst(block + padded)
            switch header[156] {
            case UInt8(ascii: "x"):
                let records = try paxRecords(content)
                path = records["path"] ?? path
                target = records["linkpath"] ?? target
            case UInt8(ascii: "g"): continue
            case UInt8(ascii: "L"): path = text(content)
            case UInt8(ascii: "K"): target = text(content)
            default:
                let prefix =
                    header[257..<262].elementsEqual("ustar".utf8) && header[262] == 0 ? text(header[345..<500]) : []
                let name = (prefix.isEmpty ? [] : prefix + [UInt8(ascii: "/")]) + text(header[0..<100])
                entries.append(
                    Entry(
                        path: path ?? name, type: header[156], mode: try number(header[100..<108]),
                        owner: try number(header[108..<116]), group: try number(header[116..<124]),
                        target: target ?? text(header[157..<257]), content: content))
                (path, target) = (nil, nil)
            }
        }
        return entries
    }

    private static func text(_ field: ArraySlice<UInt8>) -> [UInt8] { Array(field.prefix { $0 != 0 }) }

    private static func number(_ field: ArraySlice<UInt8>) throws -> Int {
        let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
        if digits.isEmpty { return 0 }
        guard let value = Int(String(decoding: digits, as: UTF8.self), radix: 8) else { throw Malformed() }
        return value
    }

    /// "LENGTH KEY=VALUE\n", each.
    private static func paxRecords(_ content: ArraySlice<UInt8>) throws -> [String: [UInt8]] {
        var records: [String: [UInt8]] = [:]
        var rest = content
        while let space = rest.firstIndex(of: 0x20) {
            guard let length = Int(String(decoding: rest[..<space], as: UTF8.self)), length <= rest.count,
                length > space - rest.startIndex + 1
            else { throw Malformed() }
            let record = rest.prefix(length).dropFirst(space - rest.startIndex + 1).dropLast()
            rest = rest.dropFirst(length)
            guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { throw Malformed() }
            records[String(decoding: record[..<equals], as: UTF8.self)] = Array(record[record.index(after: equals)...])
        }
        return records
    }
}
