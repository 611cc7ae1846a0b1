import Findings

/// Horizontal bars, one a series, stacked of the parts of a job.
struct StackedBars {
    let name: String
    let title: String
    let parts: [WallParts.Part]
    let series: [SeriesFindings]

    var chart: Chart? {
        let rows = series.compactMap { found in found.parts.map { (found.series, $0) } }
        guard !rows.isEmpty else { return nil }
        var script = GnuplotScript(title: title, height: 130 + 44 * rows.count)
        script.rowNames(rows.map { Words.series($0.0) })
        var ends = [Double](repeating: 0, count: rows.count)
        for part in parts {
            let boxes = rows.enumerated().map { index, row -> [Double] in
                let start = ends[index]
                ends[index] += max(row.1[part], 0)
                let y = -Double(index)
                return [start, y, start, ends[index], y - 0.34, y + 0.34]
            }
            script.data(part.rawValue, boxes)
        }
        for (index, end) in ends.enumerated() {
            script.add("set label \(GnuplotScript.quoted(Words.seconds(end))) at \(GnuplotScript.number(end)),\(-index) "
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
