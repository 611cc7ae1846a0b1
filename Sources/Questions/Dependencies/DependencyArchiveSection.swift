/// What the archives themselves cost.
struct DependencyArchiveSection {
    let findings: DependencyFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("packages of", .left), ("builder", .left), ("restore", .right), ("save", .right), ("archive", .right))
        for found in findings.series where found.restore != nil {
            table.add(
                found.series.fixture,
                Words.configuration(
                    found.series.configuration.split(separator: ",").filter { !$0.hasPrefix("strategy=") }.joined(
                        separator: ",")),
                Words.seconds(found.restore), Words.seconds(found.save), Words.bytes(found.archiveBytes))
        }
        guard !table.isEmpty else { return [] }
        return [
            "## What the archives cost", table.text,
            """
            Medians over changes of the manifest: only then is an archive fetched, and a new one saved. The store is a directory on the \
            same disk: over a network add the archive's size over its speed, twice. Sending the archive to the engine is part of the \
            build.
            """,
        ]
    }
}
