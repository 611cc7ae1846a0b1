/// Jobs whose fault came too late, apart from those that it struck.
struct CleanupMissedSection {
    let findings: CleanupFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("what was planted", .left), ("builder", .left), ("missed", .right), ("struck", .right), ("ended", .left),
            ("clean", .right), ("things left", .right))
        for found in findings.missed {
            let struck = findings.cases.first { $0.series == found.series }?.jobs ?? 0
            table.add(
                CleanupWords.fault(found.fault), CleanupWords.builder(found.series), "\(found.jobs)", "\(struck)",
                CleanupWords.outcomes(found), CleanupWords.clean(found), "\(found.left)")
        }
        guard !table.isEmpty else { return [] }
        return [
            "## Faults that missed", table.text,
            """
            These jobs' faults came when the phase that they were meant for was over, or could not be planted. The jobs are counted \
            among all, as what they left is, but under no fault above.
            """,
        ]
    }
}
