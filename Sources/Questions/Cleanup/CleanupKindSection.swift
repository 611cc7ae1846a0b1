/// What was looked for, how well it could be seen, and how much of it was left.
struct CleanupKindSection {
    let findings: CleanupFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("kind", .left), ("seen", .left), ("before", .right), ("at the end", .right), ("left", .right),
            ("bytes", .right))
        for kind in findings.kinds {
            table.add(
                CleanupWords.kind(kind.name), kind.isSeen ? "whole" : "\(kind.sight): \(kind.reason ?? "")",
                "\(kind.before)", kind.after.map { "\($0)" } ?? Words.absent, "\(kind.leaks)",
                Words.bytes(Double(kind.bytes)))
        }
        guard !table.isEmpty else { return [] }
        let cost = findings.auditSeconds.map {
            "\(Words.count(findings.audits, "audit", "audits")), of which half took \(Words.milliseconds($0)) or less."
        }
        return [
            "## What was looked for", table.text,
            """
            What was there at the end and is not left is meant to stay, or was there before. \(cost ?? "")
            """,
        ]
    }
}
