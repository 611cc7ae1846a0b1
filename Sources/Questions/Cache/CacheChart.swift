extension CacheEvidence {
    /// Hit rates as bars, by count and by cold time: two a series and change class, or two a series where there are several engines.
    var chart: Chart? {
        let named = series.flatMap { found -> [(name: String, rate: HitRate)] in
            if variesEngines { return [(Words.shortSeries(found.series), found.all)] }
            return found.classes.map {
                ("\(Words.shortSeries(found.series)): \(Words.changeClass($0.changeClass))", $0.rate)
            }
        }
        let rows = named.compactMap { name, rate in
            rate.byCount.map { (name: name, count: $0 * 100, time: rate.byColdTime.map { $0 * 100 }) }
        }
        var chart = Chart.bars(
            name: "hit-rates",
            title: "Steps from the cache, by \(variesEngines ? "engine and builder" : "what the revision changed")",
            rows: rows.map(\.name),
            rowHeight: 34, quantity: "per cent",
            parts: [
                .init(title: "by count", colour: Chart.Colour.blue, values: rows.map(\.count), span: 0...0.36),
                .init(title: "by cold time", colour: Chart.Colour.orange, values: rows.map(\.time), span: -0.36...0),
            ], isStacked: false)
        chart?.x.to = 100
        return chart
    }
}
