/// The levels to which jobs came by themselves.
struct OpenLevelsSection {
    let findings: ExecutorsFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("builder", .left), ("executors", .right), ("arrivals, of what they work off busy", .right),
            ("jobs", .right),
            ("failed", .right), ("waited, 95th percentile", .right), ("in all, median", .right),
            ("in all, 95th percentile", .right), ("95 % interval", .left))
        for sweep in findings.sweeps {
            for level in sweep.open {
                let tail = level.quantile(0.95)
                table.add(
                    Words.configuration(sweep.configuration), "\(level.executors)", level.load ?? Words.absent,
                    "\(level.jobs)", "\(level.failed)", Words.seconds(level.tailOfQueue),
                    Words.seconds(level.quantile(0.5)?.value), Words.seconds(tail?.value),
                    Words.interval(tail?.interval))
            }
        }
        guard !table.isEmpty else { return [] }
        return [
            "## When jobs arrive by themselves", table.text,
            """
            Jobs arrived at the given share of the rate at which the same executors had worked when none was ever idle: as a Poisson \
            process, or, where it says “recorded”, spaced as recorded changes are, bursts and all. A job's time counts from its arrival: waiting for a free executor is in it.
            """,
        ]
    }
}
