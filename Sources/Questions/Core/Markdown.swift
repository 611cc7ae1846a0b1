/// Text of others made safe inside a report.
package enum Markdown {
    /// Text on one line in which nothing is markup; pipes are left to the table that needs them escaped.
    package static func escaped(_ text: String) -> String {
        let special = Set("\\`*_{}[]<>#~&$")
        return oneLine(text).map { special.contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    /// Text as inline code on one line, whatever backticks it holds.
    package static func code(_ text: String) -> String {
        let line = text.isEmpty ? "(empty)" : oneLine(text)
        let longest = line.split { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: longest + 1)
        return longest == 0 ? fence + line + fence : "\(fence) \(line) \(fence)"
    }

    /// Text as a block of code in a language, whatever fences it holds.
    package static func block(_ text: String, language: String) -> String {
        let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return "\(fence)\(language)\n\(text)\n\(fence)"
    }

    /// The first `limit` characters on one line, control characters taken out.
    package static func oneLine(_ text: String, limit: Int = 400) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            .filter { !$0.unicodeScalars.contains { $0.properties.generalCategory == .control } }
        return line.count > limit ? line.prefix(limit) + "…" : line
    }
}
