/// Horizontal bars, one a series, stacked of the parts of a job.
package struct StackedBars {
    package let name: String
    package let title: String
    let parts: [WallParts.Part]
    let series: [SeriesFindings]
    /// What is written at a bar's end: the median of the whole, which the medians of the parts add up to only nearly.
    let total: @Sendable (SeriesFindings) -> Double?

    package var chart: Chart? {
        let rows = series.compactMap { found in found.parts.map { (found: found, parts: $0) } }
        guard !rows.isEmpty else { return nil }
        var script = GnuplotScript(name: name, title: title, height: 140 + 40 * rows.count)
        script.rowNames(rows.map { Words.series($0.found.series) })
        let longest = rows.map { row in self.parts.reduce(0) { $0 + max(row.parts[$1], 0) } }.max() ?? 1
        // What would be thinner than a line is not drawn, nor named.
        let parts: [WallParts.Part] = self.parts.filter { part in rows.contains { $0.parts[part] > longest / 500 } }
        var ends = [Double](repeating: 0, count: rows.count)
        for part in parts {
            let boxes = rows.enumerated().map { index, row -> [Double] in
                let start = ends[index]
                ends[index] += max(row.parts[part], 0)
                let y = -Double(index)
                return [start, y, start, ends[index], y - 0.34, y + 0.34]
            }
            script.data(part.rawValue, boxes)
        }
        for (index, end) in ends.enumerated() {
            script.add(
                "set label \(GnuplotScript.quoted(Words.seconds(total(rows[index].found)))) at \(GnuplotScript.number(end)),\(-index) "
                    + "left offset 0.6,0 tc rgb '\(GnuplotScript.Colour.ink)'")
        }
        script.add("set xrange [0:\(GnuplotScript.number((ends.max() ?? 1) * 1.12))]")
        script.add("set xlabel 'seconds' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set style fill solid 1 noborder")
        let plots = parts.map { part in
            "$\(part.rawValue) using 1:2:3:4:5:6 with boxxyerror lc rgb '\(Self.colour(part))' "
                + "title \(GnuplotScript.quoted(Words.part(part)))"
        }
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: name, alternative: title, script: script.text)
    }

    private static func colour(_ part: WallParts.Part) -> String {
        switch part {
        case .context: "#56B4E9"
        case .build: "#0072B2"
        case .container: "#E69F00"
        case .artifacts: "#009E73"
        case .cleanup: "#CC79A7"
        case .between: "#F0E442"
        case .command: "#BBBBBB"
        }
    }
}
