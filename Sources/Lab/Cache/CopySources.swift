import Foundation

/// What a `COPY` or `ADD` copies, and from where.
struct CopySources: Equatable {
    /// The sources as written; nil where they hold variables or stand in a here-document.
    var paths: [String]?
    /// The stage or image of `--from`; nil: the context.
    var from: String?

    /// Reads an instruction; nil for one that copies nothing.
    init?(_ instruction: String) {
        var words = instruction.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let keyword = words.first?.uppercased(), ["COPY", "ADD"].contains(keyword) else { return nil }
        words.removeFirst()
        while let flag = words.first, flag.hasPrefix("--") {
            if flag.hasPrefix("--from=") { from = String(flag.dropFirst("--from=".count)) }
            words.removeFirst()
        }
        let rest = words.joined(separator: " ")
        if rest.hasPrefix("["), let list = try? JSONDecoder().decode([String].self, from: Data(rest.utf8)) {
            words = list
        }
        let sources = words.dropLast().filter { !$0.contains("://") }
        paths = sources.contains { $0.contains("$") || $0.hasPrefix("<<") } ? nil : Array(sources)
    }
}
