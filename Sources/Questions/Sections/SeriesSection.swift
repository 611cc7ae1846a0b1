/// The table by fixture, builder and change class.
package struct SeriesSection {
    let findings: OverheadFindings

    package var paragraphs: [String] {
        var table = MarkdownTable(
            ("fixture", .left), ("builder", .left), ("changed", .left), ("jobs", .right), ("of the trace", .right),
            ("median overhead", .right), ("95 % interval", .left), ("steps from the cache", .right))
        for found in findings.series {
            let fixture = Words.fixture(found.series.fixture)
            let builder = Words.configuration(found.series.configuration)
            table.add(
                fixture, builder, "all", "\(found.overhead?.count ?? 0)", Words.absent,
                Words.seconds(found.overhead?.value),
                found.overhead.map { Words.interval($0.interval) } ?? Words.absent,
                Self.hits(found.classes.map(\.cachedSteps), of: found.classes.map(\.cacheableSteps)))
            for changed in found.classes where found.classes.count > 1 {
                table.add(
                    fixture, builder, Words.changeClass(changed.changeClass), "\(changed.overhead.count)",
                    Words.percent(changed.proportion), Words.seconds(changed.overhead.value),
                    Words.interval(changed.overhead.interval),
                    Self.hits([changed.cachedSteps], of: [changed.cacheableSteps]))
            }
        }
        return [
            "## By fixture, builder and change",
            table.isEmpty ? "No job was recorded." : table.text,
            """
            Warm jobs that succeeded. “Of the trace” is the share that the kind of change has in the real history: rare \
            kinds are run more often than they stand in it, and weighted back in the rows “all”. “Steps from the cache” \
            counts build steps that can come from the cache, all alike, whether quick or slow, and without weights.
            """,
        ]
    }

    private static func hits(_ cached: [Int], of cacheable: [Int]) -> String {
        let (cached, cacheable) = (cached.reduce(0, +), cacheable.reduce(0, +))
        guard cacheable > 0 else { return Words.absent }
        return "\(cached) of \(cacheable) (\(Words.percent(Double(cached) / Double(cacheable))))"
    }
}
