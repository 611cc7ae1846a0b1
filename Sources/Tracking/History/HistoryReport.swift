import Foundation
import Model
import Publishing
import Questions

/// A metric over the runs of a database, as Markdown with a chart for each series.
package struct HistoryReport: Sendable {
    /// The most series that get a chart: those with steps first, then those with the most runs.
    private static let mostCharts = 24

    let history: MetricHistory

    package init(_ history: MetricHistory) {
        self.history = history
    }

    /// Writes `history-METRIC.md` and its charts in the folder `history-METRIC`.
    ///
    /// - Returns: the paths of the files written.
    /// - Throws: `ReportError`.
    package func write(to directory: String) async throws -> [String] {
        var drawn: [(name: String, text: String)] = []
        for chart in charts { drawn.append((chart.name, try await Gnuplot().draw(chart))) }
        let folder = ReportFolder(path: directory)
        var written = [try folder.write(markdown, to: "\(name).md")]
        for chart in drawn { written.append(try folder.write(chart.text, to: "\(name)/\(chart.name).svg")) }
        return written
    }

    /// The report, which refers to its charts by relative paths.
    package var markdown: String {
        let charted = charted
        let sections = history.lines.enumerated().map { index, line in section(line, charted[index]) }
        return """
            # \(ComparisonWords.metric(history.metric)) from run to run

            \(summary)

            \(sections.joined(separator: "\n\n"))

            """
    }

    var charts: [Chart] {
        let charted = charted
        return history.lines.indices.compactMap { charted[$0] }
    }

    /// The charts by the index of their lines.
    private var charted: [Int: Chart] {
        let order = history.lines.indices.sorted { left, right in
            let first = history.lines[left]
            let second = history.lines[right]
            if first.steps.count != second.steps.count { return first.steps.count > second.steps.count }
            if first.points.count != second.points.count { return first.points.count > second.points.count }
            return left < right
        }
        return order.prefix(Self.mostCharts).reduce(into: [:]) { charts, index in
            charts[index] =
                HistoryChart(metric: history.metric, line: history.lines[index], name: "series-\(index + 1)").chart
        }
    }

    private var name: String {
        "history-" + String(history.metric.id.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }

    private var summary: String {
        let steps = history.lines.reduce(0) { $0 + $1.steps.count }
        let runs = Set(history.lines.flatMap { $0.points.map(\.run) }).count
        let least = 2 * history.terms.minimumSegment
        return "\(Words.count(runs, "run", "runs")), \(Words.count(history.lines.count, "series", "series")), "
            + "**\(steps == 0 ? "no step" : Words.count(steps, "step", "steps"))**. A step is where the medians moved and stayed for "
            + "\(history.terms.minimumSegment) runs or more; a series without any shows one with a probability of at most "
            + "\(Words.percent(history.terms.level)). In fewer than \(least) runs none can be found. "
            + "Left out: \(Words.count(history.excluded, "run that is excluded", "runs that are excluded")), "
            + "\(history.unlike) unlike the newest one in engine, host or scenario."
    }

    private func section(_ line: MetricHistory.Line, _ chart: Chart?) -> String {
        var parts = ["## \(ComparisonWords.jobs(line.key)) (\(Markdown.escaped(line.key.scenario)))"]
        if let chart { parts.append("![\(Markdown.escaped(chart.alternative))](\(name)/\(chart.name).svg)") }
        if !line.steps.isEmpty { parts.append(steps(line)) }
        parts.append(runs(line))
        return parts.joined(separator: "\n\n")
    }

    private func steps(_ line: MetricHistory.Line) -> String {
        var table = Table(
            ("since run", .left), ("of", .left), ("before", .right), ("after", .right), ("shift", .right),
            ("p", .right),
            ("Plimsoll", .left))
        for step in line.steps {
            let point = line.points[step.index]
            let relative = step.before == 0 ? nil : (step.after - step.before) / abs(step.before)
            table.add([
                Markdown.code(point.run.uuidString), point.startedAt.formatted(.iso8601),
                ComparisonWords.value(step.before, history.metric), ComparisonWords.value(step.after, history.metric),
                ComparisonWords.share(relative), Words.probability(step.p), Markdown.escaped(point.tool),
            ])
        }
        return table.markdown
    }

    private func runs(_ line: MetricHistory.Line) -> String {
        var table = Table(
            ("run", .left), ("of", .left), ("median", .right), ("quartiles", .right), ("n", .right), ("step", .left))
        let steps = Set(line.steps.map(\.index))
        for (index, point) in line.points.enumerated() {
            let metric = history.metric
            table.add([
                Markdown.code(String(point.run.uuidString.prefix(8))), point.startedAt.formatted(.iso8601),
                ComparisonWords.value(point.median, metric),
                "\(ComparisonWords.value(point.low, metric)) to \(ComparisonWords.value(point.high, metric))",
                "\(point.count)", steps.contains(index) ? "here" : "",
            ])
        }
        return table.markdown
    }
}

/// A series from run to run: medians with quartiles, the level between steps, and each step marked.
struct HistoryChart {
    let metric: Metric
    let line: MetricHistory.Line
    let name: String

    /// Nil for fewer than two runs.
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

    /// The ends of each level. No gap is needed between two levels, as they meet in the step.
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
