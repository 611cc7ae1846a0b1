/// The jobs beside the same command without an engine.
package struct DirectSection {
    let findings: OverheadFindings

    package var paragraphs: [String] {
        var table = MarkdownTable(
            ("fixture", .left), ("builder", .left), ("pairs", .right), ("bare first", .right), ("bare command", .right),
            ("the job costs more by", .right), ("pairs", .right), ("95 % interval", .left), ("p", .right),
            ("the command is slower by", .right), ("95 % interval", .left), ("p", .right))
        for found in findings.series {
            guard let direct = found.direct else { continue }
            table.add(
                Words.fixture(found.series.fixture), Words.configuration(found.series.configuration),
                "\(direct.pairs)", "\(direct.directFirst)", Words.seconds(direct.seconds),
                Words.seconds(direct.job.shift), "\(direct.usualPairs) \(Words.changeClass(direct.usualClass))",
                Words.interval(direct.job.interval),
                Words.probability(direct.job.probability),
                Words.seconds(direct.command.shift), Words.interval(direct.command.interval),
                Words.probability(direct.command.probability))
        }
        guard !table.isEmpty else {
            return [
                "## Beside the bare command",
                "No job of this run has the same command run without an engine beside it.",
            ]
        }
        return [
            "## Beside the bare command",
            """
            The same command was also run without an engine, on the same files and right beside the job, to see what the \
            container job costs as a whole and whether the command itself runs slower in a container.
            """,
            table.text,
            """
            What the job costs more is taken from the pairs of the most usual kind of change, as jobs after rarer kinds \
            also rebuild more; whether the command is slower, from all pairs. “Bare first” counts the pairs in which the run without an engine came first; half of them is balanced. \
            Differences are estimated by Hodges and Lehmann's method from the pairs; p is how probable so large a \
            difference were by chance alone if there was none (Wilcoxon's signed ranks, two-sided).
            """,
        ]
    }
}
