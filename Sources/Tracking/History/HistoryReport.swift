import Foundation
import Model
import Publishing
import Questions
import Statistics

/// A metric over the runs of a database, as Markdown with a chart for each series.
package struct HistoryReport: Sendable {
    /// The most series that get a chart: those with steps first, then those with the most runs.
    private static let mostCharts = 24

    let history: MetricHistory

    package init(_ history: MetricHistory) { self.history = history }

    /// Writes `history-METRIC.md` and its charts in the folder `history-METRIC`.
    /// - Returns: the paths of the files written.
    /// - Throws: `ReportError`.
    package func write(to directory: String) async throws -> [String] {
        let (charts, folder) = (charts, ReportFolder(path: directory))
        let drawn = try await Gnuplot().drawAll(charts)
        return try [folder.write(markdown, to: "\(name).md")]
            + zip(charts, drawn).map { try folder.write($1, to: "\(name)/\($0.name).svg") }
    }

    package var markdown: String {
        let charted = charted
        let sections = history.lines.enumerated().map { index, line in section(line, charted[index]) }
        return """
            # \(ComparisonWords.metric(history.metric)) from run to run

            \(summary)

            \(sections.joined(separator: "\n\n"))

            """
    }

    var charts: [Chart] { charted.sorted { $0.key < $1.key }.map(\.value) }

    /// The charts by the index of their lines.
    private var charted: [Int: Chart] {
        func rank(_ index: Int) -> (Int, Int, Int) {
            (-history.lines[index].steps.count, -history.lines[index].points.count, index)
        }
        let order = history.lines.indices.sorted { rank($0) < rank($1) }
        return order.prefix(Self.mostCharts).reduce(into: [:]) { charts, index in
            charts[index] = history.lines[index].chart(of: history.metric, name: "series-\(index + 1)")
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
            + "\(history.terms.minimumSegment) runs or more. A series without any shows one with a probability of at most "
            + "\(Words.percent(history.terms.level)). Fewer than \(least) runs show none. "
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
        Table(line.steps) {
            Column("since run") { Markdown.code(line.points[$0.index].run.uuidString) }
            Column("started") { line.points[$0.index].startedAt.formatted(.iso8601) }
            Column("before", .right) { ComparisonWords.value($0.before, history.metric) }
            Column("after", .right) { ComparisonWords.value($0.after, history.metric) }
            Column("shift", .right) { ComparisonWords.share($0.relative) }
            Column("p", .right) { Words.probability($0.p) }
            Column("Plimsoll") { Markdown.escaped(line.points[$0.index].tool) }
        }.markdown
    }

    private func runs(_ line: MetricHistory.Line) -> String {
        let steps = Set(line.steps.map(\.index))
        func value(_ value: Double) -> String { ComparisonWords.value(value, history.metric) }
        return Table(line.points.enumerated()) {
            Column("run") { Markdown.code(String($0.element.run.uuidString.prefix(8))) }
            Column("started") { $0.element.startedAt.formatted(.iso8601) }
            Column("median", .right) { value($0.element.median) }
            Column("quartiles", .right) { "\(value($0.element.low)) to \(value($0.element.high))" }
            Column("n", .right) { "\($0.element.count)" }
            Column("step") { steps.contains($0.offset) ? "here" : "" }
        }.markdown
    }
}

extension StepDetection.Step {
    /// The shift as a share of the median before; nil where that is 0.
    package var relative: Double? { before == 0 ? nil : (after - before) / abs(before) }
}
