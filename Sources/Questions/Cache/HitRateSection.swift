/// Hit rates by fixture, builder and change class.
struct HitRateSection {
    let series: [CacheFindings.SeriesCache]

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("fixture", .left), ("builder", .left), ("changed", .left), ("steps", .right), ("hits", .right),
            ("by count", .right), ("by cold time", .right), ("by bytes", .right),
            ("of them never seen to miss", .right))
        for found in series {
            add(found.all, found.series, "all", to: &table)
            for part in found.classes where found.classes.count > 1 {
                add(part.rate, found.series, Words.changeClass(part.changeClass), to: &table)
            }
        }
        return [
            "## How much came from the cache",
            table.isEmpty ? "No warm job had a step that could come from a cache." : table.text,
            """
            Warm jobs that succeeded. “By count” counts all steps alike; “by cold time” weights each by the time that it takes \
            when it misses (the mean over its misses in this run, warm-ups and cold builds included), which is what a hit \
            saves; steps that never missed have no such time and are left out of it. “By bytes” weights each by the size of its \
            layer. The rows “all” weight each job by how \
            often its kind of change stands in the real history.
            """,
        ]
    }

    private func add(_ rate: HitRate, _ series: Series, _ changed: String, to table: inout MarkdownTable) {
        table.add(
            Words.fixture(series.fixture), Words.configuration(series.configuration), changed, "\(rate.steps)",
            "\(rate.hits)", Words.percent(rate.byCount), Words.percent(rate.byColdTime), Words.percent(rate.byBytes),
            Words.percent(rate.untimedShare))
    }
}
