/// A word of an instruction, cut at white space that is neither quoted nor escaped.
struct DockerfileWord: Equatable {
    /// As it stands there, with its quotes.
    var raw: String
    /// Where it begins, in bytes of the instruction's text.
    var offset: Int

    /// The words of a text.
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

    /// Without its quotes, and with what is escaped as itself.
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
