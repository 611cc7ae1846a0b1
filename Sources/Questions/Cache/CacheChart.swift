extension CacheEvidence {
    /// Hit rates as bars, two a series and change class: by count, and by cold time.
    var chart: Chart? {
        let rows = series.flatMap { found in
            found.classes.compactMap { part in
                part.rate.byCount.map { count in
                    (
                        name: "\(Words.series(found.series)): \(Words.changeClass(part.changeClass))",
                        count: count * 100, time: part.rate.byColdTime.map { $0 * 100 }
                    )
                }
            }
        }
        var chart = Chart.bars(
            name: "hit-rates", title: "Steps from the cache, by what the revision changed", rows: rows.map(\.name),
            rowHeight: 34, quantity: "per cent",
            parts: [
                .init(title: "by count", colour: Chart.Colour.blue, values: rows.map(\.count), span: 0...0.36),
                .init(title: "by cold time", colour: Chart.Colour.orange, values: rows.map(\.time), span: -0.36...0),
            ], isStacked: false)
        chart?.x.to = 100
        return chart
    }
}
