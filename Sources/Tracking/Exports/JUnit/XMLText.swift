/// Text as it may stand in XML 1.0.
enum XMLText {
    /// As the value of an attribute in double quotes, or between two tags: with every character escaped that would end it or be read as
    /// another, and without those that XML 1.0 knows no way to write (control characters, U+FFFE, U+FFFF).
    ///
    /// Source: Extensible Markup Language (XML) 1.0, fifth edition, sections 2.2 and 3.3.3.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t": result += "&#9;"
            case "\n": result += "&#10;"
            case "\r": result += "&#13;"
            default: if isAllowed(scalar.value) { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    /// Attributes behind a tag's name, with a space before each.
    static func attributes(_ values: [(String, String)]) -> String {
        values.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
    }

    private static func isAllowed(_ value: UInt32) -> Bool {
        (0x20...0xD7FF).contains(value) || (0xE000...0xFFFD).contains(value) || value >= 0x10000
    }
}
