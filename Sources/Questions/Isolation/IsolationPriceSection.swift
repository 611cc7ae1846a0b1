/// What hardening and runtimes cost in time.
struct IsolationPriceSection {
    let findings: IsolationFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("command", .left), ("container", .left), ("run phase", .right), ("95 % interval", .left),
            ("command alone", .right), ("longer than the default", .right), ("95 % interval", .left), ("pairs", .right))
        for price in findings.prices {
            table.add(
                Words.fixture(price.series.fixture), Words.configuration(price.series.configuration),
                Words.seconds(price.run.value), Words.interval(price.run.interval), Words.seconds(price.command),
                price.isBase ? "the default" : Words.seconds(price.difference?.shift),
                price.isBase ? Words.absent : price.difference.map { Words.interval($0.interval) } ?? Words.absent,
                price.isBase ? Words.absent : "\(price.pairs)")
        }
        return [
            "## The price in time",
            table.isEmpty ? "Nothing was measured in more than one container." : table.text,
            table.isEmpty
                ? ""
                : """
                The run phase is what a job spends on its container: creating, starting, running and awaiting it. Each job is paired with \
                the one in the default container of the same round, with the same builder and command; the difference is Hodges and \
                Lehmann's estimate with its interval; where all pairs differ by the same, that is the clock's step, 1 ms, to each side. \
                The hardened container's limits are part of its price: one processor, 512 MiB \
                of memory; and so is that its /tmp is in memory, which may make it faster. Builds are the same in all.
                """,
        ].filter { !$0.isEmpty }
    }
}
