/// Reads a line of JSON, and says where it is none.
///
/// Foundation's readers tell neither where a value stands nor whether a number was written as an integer.
struct ExchangeParser {
    /// What is wrong with a line, and where.
    struct Problem: Error {
        /// In bytes from the line's start.
        let place: Int
        let message: String
    }

    /// How deep values may lie in each other: records need 4.
    private static let deepest = 32

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The object that makes up a line.
    static func object(_ line: [UInt8]) throws(Problem) -> ExchangeObject {
        var parser = ExchangeParser(line)
        parser.skipSpace()
        guard parser.next == UInt8(ascii: "{") else {
            throw parser.unexpected("a JSON object, as `{\"kind\":\"run\",…}`")
        }
        let object = try parser.object(depth: 0)
        parser.skipSpace()
        guard parser.next == nil else { throw parser.unexpected("the end of the line") }
        return object
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0D { index += 1 }
    }

    private func unexpected(_ expected: String) -> Problem {
        guard let byte = next else {
            return Problem(place: index, message: "the line ends too early, expected \(expected)")
        }
        let shown = byte > 0x20 && byte < 0x7F ? "`\(Character(Unicode.Scalar(byte)))`" : "byte \(byte)"
        return Problem(place: index, message: "\(shown) is out of place, expected \(expected)")
    }

    private mutating func value(depth: Int) throws(Problem) -> ExchangeValue {
        skipSpace()
        guard let byte = next else { throw unexpected("a value") }
        switch byte {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .list(try list(depth: depth + 1))
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw unexpected("a value")
        }
    }

    private mutating func object(depth: Int) throws(Problem) -> ExchangeObject {
        try refuse(depth)
        var object = ExchangeObject(place: index)
        index += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return object }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw unexpected("a member's name in quotes") }
            let name = try text()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected("`:`") }
            skipSpace()
            let place = index
            object.members.append(.init(name, try value(depth: depth), place: place))
            skipSpace()
            if take(UInt8(ascii: "}")) { return object }
            guard take(UInt8(ascii: ",")) else { throw unexpected("`,` or `}`") }
        }
    }

    private mutating func list(depth: Int) throws(Problem) -> [ExchangeValue] {
        try refuse(depth)
        index += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return [] }
        var values: [ExchangeValue] = []
        while true {
            values.append(try value(depth: depth))
            skipSpace()
            if take(UInt8(ascii: "]")) { return values }
            guard take(UInt8(ascii: ",")) else { throw unexpected("`,` or `]`") }
        }
    }

    private func refuse(_ depth: Int) throws(Problem) {
        guard depth < Self.deepest else {
            throw Problem(place: index, message: "values lie deeper in each other than any record's")
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    private mutating func word(_ word: String, _ value: ExchangeValue) throws(Problem) -> ExchangeValue {
        for byte in word.utf8 {
            guard take(byte) else { throw unexpected("`\(word)`") }
        }
        return value
    }

    private mutating func number() throws(Problem) -> ExchangeValue {
        let start = index
        var isInteger = true
        scanning: while let byte = next {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"): isInteger = false
            default: break scanning
            }
            index += 1
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let integer = Int64(text) { return .integer(integer) }
        guard !isInteger, let number = Double(text) else {
            throw Problem(place: start, message: "`\(text)` is no number, or an integer of more than 64 bits")
        }
        return .number(number)
    }

    private mutating func text() throws(Problem) -> String {
        let start = index
        index += 1
        var content: [UInt8] = []
        while let byte = next {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw Problem(place: start, message: "a text that is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): try escape(into: &content)
            case 0..<0x20:
                throw Problem(place: index - 1, message: "a control character in a text, expected it as \\u00XX")
            default: content.append(byte)
            }
        }
        throw unexpected("the `\"` that ends a text")
    }

    private mutating func escape(into content: inout [UInt8]) throws(Problem) {
        guard let byte = next else { throw unexpected("the character behind `\\`") }
        index += 1
        switch byte {
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "u"): content += Array(String(Character(try scalar())).utf8)
        default:
            index -= 1
            throw unexpected("one of `\"\\/bfnrtu` behind `\\`")
        }
    }

    /// What stands behind `\u`: four hexadecimal digits, or two times four for what lies beyond 16 bits.
    private mutating func scalar() throws(Problem) -> Unicode.Scalar {
        let start = index - 2
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw Problem(place: start, message: "half of a surrogate pair")
        }
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw Problem(place: start, message: "half of a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal() throws(Problem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw unexpected("four hexadecimal digits behind `\\u`")
            }
            value = (value << 4) + UInt32(digit)
            index += 1
        }
        return value
    }
}
