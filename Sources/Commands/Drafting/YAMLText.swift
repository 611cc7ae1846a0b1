import Foundation

/// Texts as words of YAML, on one line and readable again, whatever characters they have.
enum YAMLText {
    private static let words: Set = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]

    /// The text, in quotes where it needs them.
    static func word(_ text: String) -> String {
        let isPlain =
            text.wholeMatch(of: #/[A-Za-z_\/][A-Za-z0-9_.\/-]*|\.{1,2}(\/[A-Za-z0-9_.\/-]*)?/#) != nil
            && !words.contains(text.lowercased())
        return isPlain ? text : "\"" + line(text).replacing("\"", with: "\\\"") + "\""
    }

    static func list(_ texts: [String]) -> String { "[" + texts.map(word).joined(separator: ", ") + "]" }

    /// The text with what is no printable character escaped, and the backslash too: for comments, and between double quotes.
    static func line(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                let hex = String(scalar.value, radix: 16)
                let digits = scalar.value > 0xFFFF ? 8 : scalar.value > 0xFF ? 4 : 2
                let mark = digits == 8 ? "U" : digits == 4 ? "u" : "x"
                line += "\\" + mark + String(repeating: "0", count: digits - hex.count) + hex
            default: line += scalar == "\\" ? "\\\\" : String(scalar)
            }
        }
        return line
    }

    /// A name that scenarios, fixtures and images may have: from the letters and digits of a text.
    static func name(_ text: String) -> String {
        var name = ""
        for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            let isCombining = scalar.properties.generalCategory == .nonspacingMark
            if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                name.unicodeScalars.append(scalar)
            } else if !isCombining, !name.isEmpty, !name.hasSuffix("-") {
                name += "-"
            }
        }
        name = String(name.drop { !$0.isLetter }.prefix(40))
        while name.hasSuffix("-") { name.removeLast() }
        return name.isEmpty ? "repository" : name
    }
}
