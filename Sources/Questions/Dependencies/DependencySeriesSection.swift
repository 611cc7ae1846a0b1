import Model

/// The table by package manager, strategy and builder.
struct DependencySeriesSection {
    let findings: DependencyFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("packages of", .left), ("builder and strategy", .left), ("cold", .right), ("nothing changed", .right),
            ("source changed", .right), ("95 % interval", .left), ("manifest changed", .right),
            ("95 % interval", .left), ("hits after source", .right), ("manifest ÷ cold", .right),
            ("95 % interval", .left), ("the rule says", .left))
        for found in findings.series {
            let source = found.of(.source)
            let manifest = found.of(.dependency)
            table.add(
                found.series.fixture, Words.configuration(found.series.configuration),
                found.cold.map { "\(Words.seconds($0.value)) (n \($0.count))" } ?? Words.absent,
                Words.seconds(found.of(.none)?.cost.value), Words.seconds(source?.cost.value), interval(source),
                Words.seconds(manifest?.cost.value), interval(manifest),
                source.map { "\($0.hits) of \($0.jobs)" } ?? Words.absent, Words.times(found.ratio?.value),
                found.ratio.map { Words.timesInterval($0.interval) } ?? Words.absent, found.answer.rawValue)
        }
        return [
            "## By package manager, strategy and builder",
            table.isEmpty ? "No job was measured." : table.text,
            table.isEmpty ? "" : "Medians of what a job cost, over jobs that succeeded; warm-ups do not count.",
        ].filter { !$0.isEmpty }
    }

    private func interval(_ found: DependencyClass?) -> String {
        found.map { Words.interval($0.cost.interval) } ?? Words.absent
    }
}
