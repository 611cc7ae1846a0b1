import Findings

/// Why steps missed, by policy: what was evicted is the policy's doing.
struct PolicyMissSection {
    let findings: GarbageFindings

    var paragraphs: [String] {
        let reasons = Set(findings.policies.flatMap { $0.reasons.map(\.reason) })
        let ordered = reasons.sorted { ($0 == "evicted" ? "" : $0 ?? "~") < ($1 == "evicted" ? "" : $1 ?? "~") }
        guard !ordered.isEmpty else { return ["## Why steps missed", "No step missed."] }
        var table = MarkdownTable(
            [("builder", .left), ("policy", .left)]
                + ordered.map { (title: GarbageWords.reason($0), alignment: MarkdownTable.Alignment.right) })
        for policy in findings.policies {
            table.add(
                [Words.configuration(policy.configuration), GarbageWords.policy(policy.policy)]
                    + ordered.map { reason in "\(policy.reasons.first { $0.reason == reason }?.count ?? 0)" })
        }
        return [
            "## Why steps missed", table.text,
            """
            Steps of jobs of the trace that succeeded. “Evicted”: the engine had made the same step from the same inputs before, and \
            it was gone. The steps that stand on an evicted one count as “parent missed”.
            """,
        ]
    }
}
