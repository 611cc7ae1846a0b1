import Model

/// Why steps missed, by policy: what was evicted is the policy's doing.
struct PolicyMissSection {
    private static let unknown = MissReason.unknown.rawValue

    let findings: GarbageFindings

    /// What was evicted stands first, what is not known last.
    private static func rank(_ reason: String) -> String {
        reason == MissReason.evicted.rawValue ? "" : reason == unknown ? "~" : reason
    }

    var paragraphs: [String] {
        // Earlier versions left out what they could not tell.
        let reasons = Set(findings.policies.flatMap { $0.reasons.map { $0.reason ?? Self.unknown } })
        let ordered = reasons.sorted { Self.rank($0) < Self.rank($1) }
        guard !ordered.isEmpty else { return ["## Why steps missed", "No step missed."] }
        var table = MarkdownTable(
            [("builder", .left), ("policy", .left)]
                + ordered.map { (title: GarbageWords.reason($0), alignment: MarkdownTable.Alignment.right) })
        for policy in findings.policies {
            table.add(
                [Words.configuration(policy.configuration), GarbageWords.policy(policy.policy)]
                    + ordered.map { reason in
                        "\(policy.reasons.filter { ($0.reason ?? Self.unknown) == reason }.reduce(0) { $0 + $1.count })"
                    })
        }
        return [
            "## Why steps missed", table.text,
            """
            Steps of jobs of the trace that succeeded. “Evicted”: the engine had made the same step from the same inputs before, and \
            was seen to have it no longer. “Unknown” counts misses whose reason could not be learned. The steps that stand on an evicted one count as “parent missed”.
            """,
        ]
    }
}
