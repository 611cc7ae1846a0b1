import Findings
import Records

/// What was left after which outcome.
struct CleanupCaseSection {
    let findings: CleanupFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("what happened", .left), ("builder", .left), ("jobs", .right), ("ended", .left), ("clean", .right),
            ("things left", .right), ("bytes", .right), ("still there at the end", .right), ("what", .left))
        for found in findings.cases {
            table.add(
                CleanupWords.fault(found.fault), CleanupWords.builder(found.series), "\(found.jobs)",
                Outcome.allCases.compactMap { outcome in
                    found.outcomes[outcome].map { "\($0) \(Words.outcome(outcome))" }
                }.joined(separator: ", "),
                found.audited > 0 ? "\(found.clean) of \(found.audited)" : Words.absent, "\(found.left)",
                Words.bytes(Double(found.bytes)), "\(found.remained)",
                found.leaks.isEmpty
                    ? Words.absent
                    : found.leaks.sorted { $0.key < $1.key }.map { "\(CleanupWords.kind($0.key)) \($0.value)" }
                        .joined(separator: ", "))
        }
        guard !table.isEmpty else { return [] }
        return ["## After what", table.text, unknown].filter { !$0.isEmpty }
    }

    /// What nobody can be found for.
    private var unknown: String {
        let count = findings.leaks.count { $0.leak.job == nil }
        guard count > 0 else { return "" }
        return "Of \(Words.count(count, "thing", "things")) nothing tells which job left it."
    }
}
