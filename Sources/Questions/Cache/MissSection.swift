import Model

/// Why steps missed.
struct MissSection {
    let series: [CacheFindings.SeriesCache]

    var paragraphs: [String] {
        // Earlier versions left out what they could not tell.
        let seen = MissReason.allCases.filter { reason in
            series.contains { $0.reasons.contains { ($0.reason ?? .unknown) == reason } }
        }
        guard !seen.isEmpty else { return ["## Why steps missed", "No step of a warm job missed."] }
        var table = MarkdownTable(
            [("fixture", .left), ("builder", .left)] + seen.map { ($0.rawValue, .right) })
        for found in series {
            let counts = seen.map { reason in
                "\(found.reasons.filter { ($0.reason ?? .unknown) == reason }.reduce(0) { $0 + $1.count })"
            }
            table.add([Words.fixture(found.series.fixture), Words.configuration(found.series.configuration)] + counts)
        }
        return [
            "## Why steps missed",
            table.text,
            """
            Steps of warm jobs. “Parent missed” stands behind a step that missed for a reason of its own. “Evicted” means that \
            a build before made the step from the same inputs, and the engine was seen to have its result no longer. “Cold” means \
            that no build before made it. “Unknown” counts the misses whose reason could not be learned.
            """,
        ]
    }
}
