/// Hit rates as bars, one a series and change class: by count, and by cold time.
struct HitRateBars {
    let series: [CacheFindings.SeriesCache]

    var chart: Chart? {
        let rows = series.flatMap { found in
            found.classes.compactMap { part in
                part.rate.byCount.map {
                    (
                        name: "\(Words.series(found.series)): \(Words.changeClass(part.changeClass))", count: $0,
                        time: part.rate.byColdTime
                    )
                }
            }
        }
        guard !rows.isEmpty else { return nil }
        let name = "hit-rates"
        let title = "Steps from the cache, by what the revision changed"
        var script = GnuplotScript(name: name, title: title, height: 140 + 34 * rows.count)
        script.rowNames(rows.map(\.name))
        script.data("count", rows.enumerated().map { Self.box($0.offset, $0.element.count, upper: true) })
        script.data(
            "time", rows.enumerated().compactMap { index, row in row.time.map { Self.box(index, $0, upper: false) } })
        script.add("set xrange [0:100]")
        script.add("set xlabel 'per cent' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set style fill solid 1 noborder")
        script.add(
            "plot $count using 1:2:3:4:5:6 with boxxyerror lc rgb '#0072B2' title 'by count', "
                + "$time using 1:2:3:4:5:6 with boxxyerror lc rgb '#E69F00' title 'by cold time'")
        return Chart(name: name, alternative: title, script: script.text)
    }

    private static func box(_ row: Int, _ rate: Double, upper: Bool) -> [Double] {
        let y = -Double(row)
        return [0, y, 0, rate * 100, upper ? y : y - 0.36, upper ? y + 0.36 : y]
    }
}
