import Foundation
import Publishing
import Questions

/// A metric over the runs of a database, as Markdown with a chart for each series.
public struct HistoryReport: Sendable {
    /// How many series get a chart: those with steps first, then those of most runs.
    private static let mostCharts = 24

    let history: MetricHistory

    /// A report on a history.
    public init(_ history: MetricHistory) {
        self.history = history
    }

    /// Writes `history-METRIC.md` and its charts in the folder `history-METRIC`.
    ///
    /// - Returns: the paths of the files written.
    /// - Throws: `ReportError`.
    public func write(to directory: String) async throws -> [String] {
        var drawn: [(name: String, text: String)] = []
        for chart in charts { drawn.append((chart.name, try await Gnuplot().draw(chart))) }
        let folder = ReportFolder(path: directory)
        var written = [try folder.write(markdown, to: "\(name).md")]
        for chart in drawn { written.append(try folder.write(chart.text, to: "\(name)/\(chart.name).svg")) }
        return written
    }

    /// The report, which refers to its charts by relative paths.
    public var markdown: String {
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
        var table = MarkdownTable(
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
        return table.text
    }

    private func runs(_ line: MetricHistory.Line) -> String {
        var table = MarkdownTable(
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
        return table.text
    }
}
