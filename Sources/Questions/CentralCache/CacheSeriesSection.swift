/// The table by fixture, builder and cache.
struct CacheSeriesSection {
    let findings: CentralCacheFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("fixture", .left), ("builder", .left), ("cache", .left), ("jobs", .right), ("median job", .right),
            ("95 % interval", .left), ("of it the build", .right), ("of it the pull", .right),
            ("steps from the cache", .right), ("bytes moved", .right))
        for found in findings.series {
            table.add(
                Words.fixture(found.series.fixture), Words.configuration(found.series.configuration),
                CacheWords.short(found.kind), "\(found.wall.count)", Words.seconds(found.wall.value),
                Words.interval(found.wall.interval), Words.seconds(found.build), Words.seconds(found.pull),
                hits(found), Words.bytes(found.bytes))
        }
        return [
            "## By fixture, builder and cache",
            table.isEmpty ? "No job succeeded." : table.text,
            table.isEmpty
                ? ""
                : """
                Medians over jobs of the trace that succeeded, weighted to the real proportions of changes; steps are counted without \
                weights.
                """,
        ].filter { !$0.isEmpty }
    }

    private func hits(_ found: CacheSeriesFindings) -> String {
        guard found.cacheableSteps > 0 else { return Words.absent }
        let share = Double(found.cachedSteps) / Double(found.cacheableSteps)
        return "\(found.cachedSteps) of \(found.cacheableSteps) (\(Words.percent(share)))"
    }
}
