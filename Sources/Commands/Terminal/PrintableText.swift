/// A line of somebody else's output, such as a terminal may be shown: nothing in it moves the cursor, colours or hides.
enum PrintableText {
    /// No terminal shows more of a line usefully, in characters.
    static let longest = 200

    /// The line with its control characters written out, as `\u{1B}`; of what carriage returns overwrote, the last.
    static func line(_ text: some StringProtocol) -> String {
        let pieces = String(text).unicodeScalars.split { $0 == "\r" || $0 == "\n" }
        var result = ""
        for scalar in pieces.last ?? Substring.UnicodeScalarView() {
            switch scalar.properties.generalCategory {
            case .control where scalar == "\t": result += "    "
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result.count > longest ? result.prefix(longest) + "…" : result
    }
}
