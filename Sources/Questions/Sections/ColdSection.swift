/// Builds without a cache beside builds on a warm worker.
package struct ColdSection {
    let findings: OverheadFindings

    package var paragraphs: [String] {
        var table = MarkdownTable(
            ("fixture", .left), ("builder", .left), ("cold jobs", .right), ("cold build", .right), ("cold job", .right),
            ("cold overhead", .right), ("warm overhead", .right), ("cold ÷ warm", .right))
        for found in findings.series {
            guard let cold = found.cold else { continue }
            let ratio = found.overhead.flatMap {
                $0.value > 0 ? Words.number(cold.overhead.value / $0.value) + " ×" : nil
            }
            table.add(
                Words.fixture(found.series.fixture), Words.configuration(found.series.configuration),
                "\(cold.overhead.count)", Words.seconds(cold.build), Words.seconds(cold.wall),
                Words.seconds(cold.overhead.value), Words.seconds(found.overhead?.value), ratio ?? Words.absent)
        }
        return [
            "## Cold against warm",
            table.isEmpty ? "No job of this run was built without a cache." : table.text,
            table.isEmpty
                ? ""
                : """
                Medians. Cold jobs are those told to build without the cache, and warm-ups in which no step came from it. They \
                count in no other figure of this report.
                """,
        ].filter { !$0.isEmpty }
    }
}
