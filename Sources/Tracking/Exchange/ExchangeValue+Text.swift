/// Values as JSON: members in their order, no spaces, numbers in the fewest digits that give the same value again. The same values
/// always give the same bytes.
extension ExchangeValue {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Adds it to a line.
    func write(to line: inout [UInt8]) {
        switch self {
        case .null: line += "null".utf8
        case .boolean(let value): line += (value ? "true" : "false").utf8
        case .integer(let value): line += String(value).utf8
        case .number(let value): line += Self.shortest(value).utf8
        case .text(let value): Self.write(value, to: &line)
        case .list(let values):
            line.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { line.append(UInt8(ascii: ",")) }
                value.write(to: &line)
            }
            line.append(UInt8(ascii: "]"))
        case .object(let object): object.write(to: &line)
        }
    }

    /// JSON knows no infinity: a number beyond all that fit is read as one.
    private static func shortest(_ value: Double) -> String {
        if value.isFinite { return value.description }
        return value < 0 ? "-9e999" : "9e999"
    }

    fileprivate static func write(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                line.append(UInt8(ascii: "\\"))
                line.append(byte)
            case 0x0A: line += "\\n".utf8
            case 0x0D: line += "\\r".utf8
            case 0x09: line += "\\t".utf8
            case 0..<0x20:
                line += "\\u00".utf8
                line.append(digits[Int(byte >> 4)])
                line.append(digits[Int(byte & 15)])
            default: line.append(byte)
            }
        }
        line.append(UInt8(ascii: "\""))
    }
}

extension ExchangeObject {
    /// Adds it to a line.
    func write(to line: inout [UInt8]) {
        line.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            ExchangeValue.write(member.name, to: &line)
            line.append(UInt8(ascii: ":"))
            member.value.write(to: &line)
        }
        line.append(UInt8(ascii: "}"))
    }
}
