/// What a release engineer has to do for a central cache.
struct SetUpSection {
    let findings: CentralCacheFindings

    var paragraphs: [String] {
        var table = MarkdownTable(("to be done", .left), ("how often", .left), ("builder", .left), ("here", .right))
        for count in findings.setUp {
            table.add(
                CacheWords.action(count.action), CacheWords.scope(count.action.scope),
                count.configuration.map(Words.configuration) ?? "either", "\(count.count)")
        }
        let all = findings.setUp.reduce(0) { $0 + $1.count }
        return [
            "## What has to be set up",
            table.isEmpty ? "Nothing was set up." : table.text,
            table.isEmpty
                ? ""
                : """
                Counted as it was done for this fleet of two workers: \(Words.count(all, "action", "actions")) in all. A worker \
                more, or a job definition more, adds its rows once.
                """,
        ].filter { !$0.isEmpty }
    }
}
