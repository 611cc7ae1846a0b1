import GRDB

/// A line of JSON: members in their order, no spaces, numbers in the fewest digits that give the same value again.
/// Foundation's encoder knows no order, and writes 5.0 as it does 5.
package struct JSONLine {
    private static let digits = Array("0123456789abcdef".utf8)

    package private(set) var bytes: [UInt8] = []

    package init(_ members: (inout JSONLine) -> Void) { object(members) }

    init(_ record: Record, kind: String, _ shape: RecordShape) {
        object { line in
            line.member("kind", kind)
            line.members(record, shape)
        }
    }

    private mutating func object(_ members: (inout JSONLine) -> Void) { enclosed("{", "}", members) }

    package mutating func member(_ name: String, _ text: String) {
        begin(name)
        write(text)
    }

    package mutating func member(_ name: String, _ integer: Int64) {
        begin(name)
        bytes += String(integer).utf8
    }

    /// - Parameter number: left out if it is not finite, as JSON cannot hold it.
    package mutating func member(_ name: String, _ number: Double) {
        guard number.isFinite else { return }
        begin(name)
        bytes += number.description.utf8
    }

    package mutating func member(_ name: String, _ flag: Bool) {
        begin(name)
        bytes += (flag ? "true" : "false").utf8
    }

    /// An object within the line.
    package mutating func member(_ name: String, _ members: (inout JSONLine) -> Void) {
        begin(name)
        object(members)
    }

    private mutating func member(_ name: String, _ value: DatabaseValue) {
        begin(name)
        switch value.storage {
        case .null: bytes += "null".utf8
        case .int64(let integer): bytes += String(integer).utf8
        // Finite: others were refused.
        case .double(let number): bytes += number.description.utf8
        case .string(let text): write(text)
        // No table has such a column.
        case .blob(let data): write(data.base64EncodedString())
        }
    }

    private mutating func members(_ record: Record, _ shape: RecordShape) {
        for (name, text) in zip(shape.texts?.members ?? [], record.texts) { member(name, text) }
        if shape.namesJob {
            begin("job")
            if let job = record.job {
                object { line in
                    line.member("scenario", job.scenario)
                    line.member("position", job.position)
                }
            } else {
                bytes += "null".utf8
            }
        }
        for (column, value) in zip(shape.columns, record.values) { member(column.name, value ?? .null) }
        if let jobs = record.jobs { member("jobs", jobs) }
        for (part, records) in zip(shape.parts, record.parts) {
            begin(part.name)
            if part.isList {
                enclosed("[", "]") { line in
                    for record in records { line.object { $0.members(record, part.shape) } }
                }
            } else if let record = records.first {
                object { $0.members(record, part.shape) }
            } else {
                bytes += "null".utf8
            }
        }
    }

    private mutating func enclosed(_ opening: String, _ closing: String, _ content: (inout JSONLine) -> Void) {
        separate()
        bytes += opening.utf8
        content(&self)
        bytes += closing.utf8
    }

    /// Writes a member's name; its value must follow.
    private mutating func begin(_ name: String) {
        separate()
        write(name)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Writes a comma, unless what comes is the first of its kind or a member's value.
    private mutating func separate() {
        switch bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: bytes.append(UInt8(ascii: ","))
        }
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20:
                bytes += "\\u00".utf8
                bytes.append(Self.digits[Int(byte >> 4)])
                bytes.append(Self.digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
