/// What Plimsoll itself adds to what it measures.
package struct OwnCostSection {
    let findings: OverheadFindings

    package var paragraphs: [String] {
        var table = MarkdownTable(
            ("fixture", .left), ("builder", .left), ("processor time a job", .right),
            ("time outside engine requests a job", .right), ("engine requests a job", .right))
        for found in findings.series {
            guard let own = found.own else { continue }
            table.add(
                Words.fixture(found.series.fixture), Words.configuration(found.series.configuration),
                Words.milliseconds(own.processor), Words.milliseconds(own.outsideRequests), Words.plain(own.requests))
        }
        guard !table.isEmpty else { return [] }
        return [
            "## Plimsoll's own cost",
            table.text,
            "Medians over the warm jobs. This cost is part of the overhead reported above.",
        ]
    }
}
