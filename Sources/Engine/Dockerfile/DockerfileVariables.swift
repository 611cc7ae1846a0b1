/// The variables of a Dockerfile at one instruction, and their substitution as in the builders.
package struct DockerfileVariables: Sendable, Equatable {
    package struct Filled: Sendable, Equatable {
        /// Without quotes. Unset variables are empty, as for the builders.
        package var text = ""
        package var used: Set<String> = []
        /// Names without a value, or written in an unsupported form.
        package var unset: Set<String> = []
    }

    package var values: [String: String]
    package var escape: UInt8

    package init(_ values: [String: String] = [:], escape: UInt8 = UInt8(ascii: "\\")) {
        (self.values, self.escape) = (values, escape)
    }

    /// Replaces `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME-word}`, `${NAME:+word}`, `${NAME+word}`. Nothing is
    /// replaced between single quotes, or after the escape character.
    package func fill(_ text: String) -> Filled {
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
                // Between double quotes the escape character is literal, unless it escapes one of these.
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
        let name = rest.prefix { $0 == UInt8(ascii: "_") || $0.isDigit || $0.isLetter }
        rest = rest[name.endIndex...]
        return String(decoding: name, as: UTF8.self)
    }

    /// Applies an `ENV`. `ENV NAME words` sets one variable, `ENV A=b C=d` several.
    package mutating func set(by instruction: DockerfileInstruction) {
        let words = DockerfileWord.all(in: instruction.text, escape: escape).dropFirst()
        guard let first = words.first else { return }
        let before = self
        guard first.raw.contains("=") else {
            let rest = instruction.text.utf8.dropFirst(first.offset + first.raw.utf8.count).drop(while: \.isBlank)
            values[first.raw] = before.fill(String(Substring(rest))).text
            return
        }
        for word in words {
            let (name, value) = word.raw.assignment
            values[before.fill(name).text] = before.fill(value ?? "").text
        }
    }

    /// The names that an `ARG` declares, each with its default (nil: none). A default may use names declared before it.
    package func declared(
        by instruction: DockerfileInstruction, given: [String: String] = [:]
    ) -> [(name: String, value: String?)] {
        var seen = self
        return DockerfileWord.all(in: instruction.text, escape: escape).dropFirst().map { word in
            let (name, text) = word.raw.assignment
            let value = text.map { seen.fill($0).text }
            seen.values[name] = given[name] ?? value ?? seen.values[name]
            return (name, value)
        }
    }
}

extension StringProtocol {
    /// The parts around the first `=`; without one there is no value.
    var assignment: (name: String, value: String?) {
        let end = firstIndex(of: "=") ?? endIndex
        return (String(self[..<end]), end == endIndex ? nil : String(self[end...].dropFirst()))
    }
}

/// A word of an instruction, split at white space that is neither quoted nor escaped.
struct DockerfileWord: Equatable {
    var raw: String
    /// Where it begins, in bytes of the instruction's text.
    var offset: Int

    static func all(in text: String, escape: UInt8 = UInt8(ascii: "\\")) -> [DockerfileWord] {
        let bytes = Array(text.utf8)
        var words: [DockerfileWord] = []
        var index = 0
        while index < bytes.count {
            if bytes[index].isBlank {
                index += 1
                continue
            }
            let start = index
            var quote: UInt8?
            while index < bytes.count, quote != nil || !bytes[index].isBlank {
                let byte = bytes[index]
                if byte == escape, quote != UInt8(ascii: "'") {
                    index += 1
                } else if let open = quote {
                    if byte == open { quote = nil }
                } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                    quote = byte
                }
                index += 1
            }
            index = min(index, bytes.count)
            words.append(DockerfileWord(raw: String(decoding: bytes[start..<index], as: UTF8.self), offset: start))
        }
        return words
    }

    func unquoted(escape: UInt8 = UInt8(ascii: "\\")) -> String {
        var plain: [UInt8] = []
        var quote: UInt8?
        var bytes = Array(raw.utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == escape, quote != UInt8(ascii: "'"), let next = bytes.popFirst() {
                plain.append(next)
            } else if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else {
                plain.append(byte)
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
