/// Where a job's time goes, phase by phase.
package struct PhaseSection {
    let findings: OverheadFindings

    package var paragraphs: [String] {
        var table = MarkdownTable(
            ("fixture", .left), ("builder", .left), ("context", .right), ("build", .right), ("container", .right),
            ("artifacts", .right), ("cleanup", .right), ("between", .right), ("own command", .right),
            ("whole job", .right), ("overhead's share", .right))
        for found in findings.series {
            guard let parts = found.parts else { continue }
            table.add(
                Words.fixture(found.series.fixture), Words.configuration(found.series.configuration),
                Words.seconds(parts[.context]), Words.seconds(parts[.build]), Words.seconds(parts[.container]),
                Words.seconds(parts[.artifacts]), Words.seconds(parts[.cleanup]), Words.seconds(parts[.between]),
                Words.seconds(parts[.command]), Words.seconds(found.wall), Words.percent(found.share))
        }
        guard !table.isEmpty else { return [] }
        return [
            table.text,
            """
            Each figure is a median of its own over the warm jobs, so the parts of a row need not add up to the whole \
            job exactly. “Container” is what creating, starting and awaiting the container takes beyond the command \
            itself; “between” is time between the phases.
            """,
        ]
    }
}
