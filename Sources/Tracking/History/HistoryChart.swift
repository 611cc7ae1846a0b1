import Questions

/// A series from run to run: medians with quartiles, the level between steps, and each step marked.
struct HistoryChart {
    let metric: Metric
    let line: MetricHistory.Line
    let name: String

    /// Nil of fewer than two runs.
    var chart: Chart? {
        let points = line.points
        guard points.count > 1 else { return nil }
        let scale = unit.scale
        let title = "\(metric.words): \(ComparisonWords.plainJobs(line.key)), run by run"
        var script = GnuplotScript(name: name, title: title, height: 420)
        script.data(
            "runs",
            points.enumerated().map { index, point in
                [Double(index + 1), point.median / scale, point.low / scale, point.high / scale]
            })
        script.data("levels", levels.map { [Double($0.run), $0.value / scale] })
        script.add("set border 3")
        script.add("set grid ytics lt 1 lw 1 lc rgb '\(GnuplotScript.Colour.faint)'")
        script.add("set xlabel 'runs, the newest on the right' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ylabel \(GnuplotScript.quoted(unit.name)) tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set xrange [0.5:\(GnuplotScript.number(Double(points.count) + 0.5))]")
        let lowest = min(0, (points.map(\.low).min() ?? 0) / scale)
        let highest = (points.map(\.high).max() ?? 0) / scale
        script.add(
            "set yrange [\(GnuplotScript.number(lowest * 1.1)):\(GnuplotScript.number(max(highest, lowest + 1e-6) * 1.1))]"
        )
        for (index, step) in line.steps.enumerated() {
            let place = GnuplotScript.number(Double(step.index) + 0.5)
            script.add(
                "set arrow \(index + 1) from \(place), graph 0 to \(place), graph 1 nohead lw 2 dt 2 lc rgb "
                    + "'\(GnuplotScript.Colour.bound)'")
        }
        script.add(
            "plot $runs using 1:2:3:4 with yerrorbars pt 7 ps 0.6 lc rgb '#0072B2' title 'median and quartiles', "
                + "$levels using 1:2 with lines lw 2 lc rgb '\(GnuplotScript.Colour.ink)' title 'level between steps'")
        let steps = line.steps.isEmpty ? "no step" : Words.count(line.steps.count, "step", "steps")
        return Chart(name: name, alternative: "\(title): \(points.count) runs, \(steps)", script: script.text)
    }

    /// The ends of each level; between two levels an empty place breaks nothing, as they meet in the step.
    private var levels: [(run: Double, value: Double)] {
        guard !line.steps.isEmpty else {
            let median = line.median
            return [(0.5, median), (Double(line.points.count) + 0.5, median)]
        }
        var levels: [(run: Double, value: Double)] = []
        var start = 0.5
        for step in line.steps {
            levels += [(start, step.before), (Double(step.index) + 0.5, step.before)]
            start = Double(step.index) + 0.5
        }
        let last = line.steps[line.steps.count - 1].after
        levels += [(start, last), (Double(line.points.count) + 0.5, last)]
        return levels
    }

    private var unit: (name: String, scale: Double) {
        switch metric.unit {
        case "byte", "bytes": ("MB", 1e6)
        default: (metric.unit, 1)
        }
    }
}
