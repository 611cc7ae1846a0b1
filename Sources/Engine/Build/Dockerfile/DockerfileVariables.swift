/// The variables of a Dockerfile at one instruction, and how the builders fill them in.
public struct DockerfileVariables: Sendable, Equatable {
    /// A text with its variables filled in.
    public struct Filled: Sendable, Equatable {
        /// Without quotes; what is not set is empty, as for the builders.
        public var text = ""
        /// The variables that stand in it and have a value.
        public var used: Set<String> = []
        /// Those that have no value, or are written in a form that is not known here.
        public var unset: Set<String> = []
    }

    /// By name.
    public var values: [String: String]
    /// The sign that escapes a character.
    public var escape: UInt8

    /// These variables.
    public init(_ values: [String: String] = [:], escape: UInt8 = UInt8(ascii: "\\")) {
        self.values = values
        self.escape = escape
    }

    /// Replaces `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME-word}`, `${NAME:+word}`, `${NAME+word}`. Nothing is replaced between
    /// single quotes, or after the escape sign.
    public func fill(_ text: String) -> Filled {
        var rest = Array(text.utf8)[...]
        var filled = Filled()
        let bytes = fill(&rest, until: nil, &filled)
        filled.text = String(decoding: bytes, as: UTF8.self)
        return filled
    }

    private func fill(_ rest: inout ArraySlice<UInt8>, until end: UInt8?, _ filled: inout Filled) -> [UInt8] {
        var text: [UInt8] = []
        var isQuoted = false
        while let byte = rest.popFirst() {
            switch byte {
            case end where !isQuoted: return text
            case escape:
                let next = rest.popFirst()
                // Between double quotes the sign stands for itself, unless it escapes one of these.
                if isQuoted, let next, next != escape, next != UInt8(ascii: "\""), next != UInt8(ascii: "$") {
                    text.append(byte)
                }
                text += next.map { [$0] } ?? [byte]
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "'") where !isQuoted:
                text += rest.prefix { $0 != byte }
                rest = rest.drop { $0 != byte }.dropFirst()
            case UInt8(ascii: "$"): text += variable(&rest, &filled)
            default: text.append(byte)
            }
        }
        return text
    }

    /// Reads what stands behind a `$`.
    private func variable(_ rest: inout ArraySlice<UInt8>, _ filled: inout Filled) -> [UInt8] {
        guard rest.first == UInt8(ascii: "{") else {
            let name = Self.name(&rest)
            return name.isEmpty ? [UInt8(ascii: "$")] : value(name, &filled)
        }
        rest.removeFirst()
        let name = Self.name(&rest)
        var sign = rest.popFirst()
        if sign == UInt8(ascii: "}") { return value(name, &filled) }
        let alsoEmpty = sign == UInt8(ascii: ":")
        if alsoEmpty { sign = rest.popFirst() }
        var inner = Filled()
        let word = fill(&rest, until: UInt8(ascii: "}"), &inner)
        let known = values[name]
        let isSet = known.map { !alsoEmpty || !$0.isEmpty } ?? false
        if known == nil { filled.unset.insert(name) } else { filled.used.insert(name) }
        switch sign {
        case UInt8(ascii: "-") where isSet: return Array((known ?? "").utf8)
        case UInt8(ascii: "+") where !isSet: return []
        case UInt8(ascii: "-"), UInt8(ascii: "+"): break
        default:
            filled.unset.insert(name)
            return []
        }
        filled.used.formUnion(inner.used)
        filled.unset.formUnion(inner.unset)
        return word
    }

    private func value(_ name: String, _ filled: inout Filled) -> [UInt8] {
        guard let value = values[name] else {
            filled.unset.insert(name)
            return []
        }
        filled.used.insert(name)
        return Array(value.utf8)
    }

    private static func name(_ rest: inout ArraySlice<UInt8>) -> String {
        let name = rest.prefix { byte in
            byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        rest = rest[name.endIndex...]
        return String(decoding: name, as: UTF8.self)
    }
}
