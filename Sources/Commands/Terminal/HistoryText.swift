import Foundation
import Model
import Tracking

/// A metric from run to run, for a terminal: a line of bars and the steps for each series.
struct HistoryText {
    /// The most runs that fit on a line; older ones are left out of the bars, not of the steps.
    private static let mostBars = 60
    private static let bars = Array("▁▂▃▄▅▆▇█")

    let history: MetricHistory

    var text: String { ([head] + history.lines.map(block)).joined(separator: "\n\n") }

    private var head: String {
        let runs = Set(history.lines.flatMap { $0.points.map(\.run) }).count
        let steps = history.lines.reduce(0) { $0 + $1.steps.count }
        return """
            \(history.metric.words) (\(history.metric.id)): \(runs) runs, \(history.lines.count) series, \(steps) steps
            left out: \(history.excluded) excluded, \(history.unlike) unlike the newest in engine, host or scenario
            """
    }

    private func block(_ line: MetricHistory.Line) -> String {
        var lines = ["\(ComparisonWords.plainJobs(line.key)) (\(line.key.scenario))", "  " + Self.sparkline(of: line)]
        if let first = line.points.first, let last = line.points.last {
            lines.append(
                "  first \(ComparisonWords.value(first.median, history.metric)), "
                    + "newest \(ComparisonWords.value(last.median, history.metric)), \(line.points.count) runs")
        }
        for step in line.steps {
            let point = line.points[step.index]
            lines.append(
                "  step  \(ComparisonWords.value(step.before, history.metric)) to "
                    + "\(ComparisonWords.value(step.after, history.metric)) (\(ComparisonWords.share(step.relative))) since "
                    + "\(point.startedAt.formatted(.iso8601)), run \(point.run.uuidString), Plimsoll \(point.tool)")
        }
        if line.points.count < 2 * history.terms.minimumSegment {
            lines.append("  too few runs to find steps: \(2 * history.terms.minimumSegment) or more are needed")
        }
        return lines.joined(separator: "\n")
    }

    /// The medians as bars from 0 (or the least, where it is below) to the greatest, with a `|` before each step.
    static func sparkline(of line: MetricHistory.Line) -> String {
        let first = max(0, line.points.count - mostBars)
        let medians = line.points.map(\.median)
        let lowest = min(0, medians.min() ?? 0)
        let range = (medians.max() ?? 0) - lowest
        let steps = Set(line.steps.map(\.index))
        var text = first > 0 ? "…" : ""
        for index in first..<medians.count {
            if steps.contains(index) { text.append("|") }
            let share = range > 0 ? (medians[index] - lowest) / range : 0
            text.append(bars[min(bars.count - 1, Int(share * Double(bars.count)))])
        }
        return text
    }
}
