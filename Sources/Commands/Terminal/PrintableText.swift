/// A line of somebody else's output, safe to show on a terminal: nothing in it moves the cursor, colours or hides text.
enum PrintableText {
    /// The longest line that is shown, in characters.
    static let longest = 200

    /// The line with its control characters written out, as `\u{1B}`. Where carriage returns overwrote text, only the last text is kept.
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
