/// What was left, thing by thing.
struct CleanupLeakSection {
    /// How many are listed; all are in the database.
    private static let most = 60

    let findings: CleanupFindings

    var paragraphs: [String] {
        guard !findings.leaks.isEmpty else { return [] }
        var table = MarkdownTable(
            ("kind", .left), ("which", .left), ("bytes", .right), ("job at position", .right), ("known by", .left),
            ("still there at the end", .left))
        for found in findings.leaks.prefix(Self.most) {
            table.add(
                CleanupWords.kind(found.leak.kind), Markdown.code(Markdown.oneLine(found.leak.object, limit: 90)),
                Words.bytes(found.leak.bytes.map(Double.init)), found.position.map { "\($0)" } ?? Words.absent,
                found.leak.attribution.rawValue, found.remained.map { $0 ? "yes" : "no" } ?? Words.absent)
        }
        let more = findings.leaks.count - Self.most
        return [
            "## What was left, one by one", table.text,
            more > 0 ? "And \(more) more, which are in the database." : "",
        ].filter { !$0.isEmpty }
    }
}
