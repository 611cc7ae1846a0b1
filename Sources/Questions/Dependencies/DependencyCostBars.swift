import Model

/// What a cold job and a change of the manifest cost, two bars a series, with the intervals that there are.
struct DependencyCostBars {
    let series: [DependencySeries]

    var chart: Chart? {
        let rows = series.compactMap { found in
            found.cold.flatMap { cold in
                found.of(.dependency).map { (name: Words.series(found.series), cold: cold, manifest: $0.cost) }
            }
        }
        guard !rows.isEmpty else { return nil }
        let name = "cold-and-manifest"
        let title = "What a cold build costs, and what a change of the manifest does"
        var script = GnuplotScript(name: name, title: title, height: 140 + 34 * rows.count)
        script.rowNames(rows.map(\.name))
        script.data("cold", rows.enumerated().map { Self.box($0.offset, $0.element.cold.value, upper: true) })
        script.data("manifest", rows.enumerated().map { Self.box($0.offset, $0.element.manifest.value, upper: false) })
        let intervals = rows.enumerated().compactMap { index, row in
            row.manifest.interval.map {
                [row.manifest.value, -Double(index) - 0.18, $0.lowerBound, $0.upperBound]
            }
        }
        if !intervals.isEmpty { script.data("intervals", intervals) }
        let longest = rows.map { max($0.cold.value, $0.manifest.interval?.upperBound ?? $0.manifest.value) }.max() ?? 1
        script.add("set xrange [0:\(GnuplotScript.number(longest * 1.06))]")
        script.add("set xlabel 'seconds' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set style fill solid 1 noborder")
        var plots = [
            "$cold using 1:2:3:4:5:6 with boxxyerror lc rgb '#56B4E9' title 'cold'",
            "$manifest using 1:2:3:4:5:6 with boxxyerror lc rgb '#E69F00' title 'manifest changed'",
        ]
        if !intervals.isEmpty {
            plots.append(
                "$intervals using 1:2:3:4 with xerrorbars pt -1 lw 2 lc rgb '#000000' title '95 % interval'")
        }
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: name, alternative: title, script: script.text)
    }

    private static func box(_ row: Int, _ value: Double, upper: Bool) -> [Double] {
        let y = -Double(row)
        return [0, y, 0, value, upper ? y : y - 0.36, upper ? y + 0.36 : y]
    }
}
