/// The last lines of an output, however long it is.
struct OutputTail: Sendable {
    /// The lines kept, oldest first.
    private(set) var lines: [String] = []
    private let limit: Int
    private let width: Int

    /// A tail of at most `limit` lines, of which each is cut after `width` characters.
    init(limit: Int = 12, width: Int = 400) {
        self.limit = limit
        self.width = width
    }

    /// Takes the next line; empty ones are not kept.
    mutating func append(_ line: String) {
        guard line.contains(where: { !$0.isWhitespace }) else { return }
        if lines.count == limit { lines.removeFirst() }
        lines.append(String(line.prefix(width)))
    }

    /// The lines as one text.
    var text: String { lines.joined(separator: "\n") }
}
