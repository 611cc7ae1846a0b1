import Findings
import Records

/// Why steps missed.
struct MissSection {
    let series: [CacheFindings.SeriesCache]

    var paragraphs: [String] {
        let reasons: [MissReason?] = MissReason.allCases.map { $0 } + [nil]
        let seen = reasons.filter { reason in series.contains { $0.reasons.contains { $0.reason == reason } } }
        guard !seen.isEmpty else { return ["## Why steps missed", "No step of a warm job missed."] }
        var table = MarkdownTable(
            [("fixture", .left), ("builder", .left)] + seen.map { ($0?.rawValue ?? "unknown", .right) })
        for found in series {
            let counts = seen.map { reason in
                found.reasons.first { $0.reason == reason }.map { "\($0.count)" } ?? "0"
            }
            table.add([Words.fixture(found.series.fixture), Words.configuration(found.series.configuration)] + counts)
        }
        return [
            "## Why steps missed",
            table.text,
            """
            Steps of warm jobs. “Parent missed” stands behind a step that missed for a reason of its own. “Evicted” means that \
            a build before made the step from the same inputs and its result is gone. “Cold” means that no build before made it.
            """,
        ]
    }
}
