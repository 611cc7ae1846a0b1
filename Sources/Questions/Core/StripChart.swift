/// Rows of dots, a dot a job, each row with its median and the median's interval.
package struct StripChart {
    package struct Row {
        let name: String
        let estimate: Estimate
        let points: [Double]
    }

    package let name: String
    package let title: String
    package let rows: [Row]
    /// Where the rule's bound is drawn; nil leaves it out.
    package let bound: Double?
    /// What the axis shows.
    package var quantity = "overhead in seconds"

    package var chart: Chart? {
        guard !rows.isEmpty else { return nil }
        var script = GnuplotScript(name: name, title: title, height: 150 + 34 * rows.count)
        script.rowNames(rows.map(\.name))
        script.data("dots", rows.enumerated().flatMap { index, row in dots(row.points, y: -Double(index)) })
        script.data("medians", rows.enumerated().map { [$1.estimate.value, -Double($0) - 0.34, 0, 0.68] })
        script.data(
            "intervals",
            rows.enumerated().compactMap { index, row in
                row.estimate.interval.map { [row.estimate.value, -Double(index), $0.lowerBound, $0.upperBound] }
            })
        for (index, row) in rows.enumerated() {
            let text = "\(Words.seconds(row.estimate.value)), n \(row.estimate.count)"
            script.add(
                "set label \(GnuplotScript.quoted(text)) at graph 1.01, first \(-index) left "
                    + "tc rgb '\(GnuplotScript.Colour.ink)'")
        }
        script.add("set rmargin 17")
        addAxis(to: &script)
        addPlots(to: &script)
        return Chart(name: name, alternative: title, script: script.text)
    }

    /// Spread up and down by the golden ratio, so that neighbours do not cover one another; the same every time.
    private func dots(_ points: [Double], y: Double) -> [[Double]] {
        points.enumerated().map { index, value in
            let turn = (Double(index) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
            return [value, y + (turn - 0.5) * 0.5]
        }
    }

    private func addAxis(to script: inout GnuplotScript) {
        let values = rows.flatMap { row in
            row.points + [row.estimate.value] + (row.estimate.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
        }
        let highest = max(values.max() ?? 1, bound ?? 0, 0.001)
        let lowest = values.min() ?? 0
        let label: String
        if lowest > 0, highest / lowest > 40 {
            script.add("set logscale x")
            script.add("set xrange [\(GnuplotScript.number(lowest * 0.8)):\(GnuplotScript.number(highest * 1.25))]")
            script.add("set xtics (\(Self.ticks(from: lowest * 0.8, to: highest * 1.25).joined(separator: ", ")))")
            label = "\(quantity), on a logarithmic scale"
        } else {
            script.add(
                "set xrange [\(GnuplotScript.number(min(lowest * 1.05, 0))):\(GnuplotScript.number(highest * 1.06))]")
            label = quantity
        }
        script.add("set xlabel '\(label)' tc rgb '\(GnuplotScript.Colour.ink)'")
        if let bound {
            script.add(
                "set arrow 1 from first \(bound), graph 0 to first \(bound), graph 1 nohead dt 2 lw 2 "
                    + "lc rgb '\(GnuplotScript.Colour.bound)' front")
        }
    }

    private func addPlots(to script: inout GnuplotScript) {
        var plots = ["$dots using 1:2 with points pt 7 ps 0.45 lc rgb '#7056B4E9' title 'a job'"]
        if rows.contains(where: { $0.estimate.interval != nil }) {
            plots.append(
                "$intervals using 1:2:3:4 with xerrorbars pt -1 lw 3 lc rgb '#0072B2' title '95 % interval'"
            )
        }
        plots.append("$medians using 1:2:3:4 with vectors nohead lw 4 lc rgb '#000000' notitle")
        plots.append("keyentry with points pt '|' lc rgb '#000000' title 'median'")
        if let bound {
            plots.append(
                "NaN with lines dt 2 lw 2 lc rgb '\(GnuplotScript.Colour.bound)' "
                    + "title 'the rule: under \(Words.plain(bound)) s'")
        }
        script.add("plot " + plots.joined(separator: ", "))
    }

    /// 1, 2, 5, 10, … between two values.
    private static func ticks(from low: Double, to high: Double) -> [String] {
        var decade = 0.001
        var ticks: [String] = []
        while decade <= high {
            for tick in [decade, 2 * decade, 5 * decade] where tick >= low && tick <= high {
                ticks.append("'\(Words.plain(tick))' \(GnuplotScript.number(tick))")
            }
            decade *= 10
        }
        return ticks
    }
}
