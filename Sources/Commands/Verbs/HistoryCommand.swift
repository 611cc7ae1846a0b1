import ArgumentParser
import Foundation
import Model
import Questions
import Tracking

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show a metric from run to run, and the steps at which it changed.",
        discussion: """
            Shows a metric's median in each run, in order of time, and its steps: where it moved and stayed. It takes all runs that
            are not excluded and have the same scenario, engine and host as the newest run of their scenario. With --out it writes
            history-METRIC.md with a chart for each series. For an unknown METRIC it lists the known names.

            Examples:
              plimsoll history build_s
              plimsoll history wall_s --fixture scap --configuration builder=buildkit --change-class source
              plimsoll history hits --out reports
              plimsoll history build_s --json
            """)

    @Argument(
        help: "The metric: a column of a view such as build_s or hits, leaks.KIND, or the name of a series of points.")
    var metric: String

    @OptionGroup var database: DatabaseOptions
    @Option(help: "Only this scenario, by name.") var scenario: String?
    @Option(help: "Only this configuration, such as builder=buildkit.") var configuration: String?
    @Option(help: "Only this fixture.") var fixture: String?
    @Option(help: "Only this change class: none, source, dependency, dockerfile, base or touch.")
    var changeClass: String?
    @Flag(help: "Include runs of other engines, hosts and scenario versions.") var unlike = false
    @Option(help: "Accepted probability of a false step in a series, above 0 and below 1.")
    var level = HistoryTerms().level
    @Option(help: "Minimum number of runs between two steps.") var segment = HistoryTerms().minimumSegment
    @Option(help: "Seed of the search for steps.") var seed: UInt64 = 1
    @Option(help: "Write a report with charts to this directory.") var out: String?
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        guard level > 0, level < 1 else { throw ValidationError("--level must be above 0 and below 1.") }
        guard segment >= 2 else { throw ValidationError("--segment must be 2 or more.") }
        _ = try chosenClass()
    }

    func run() async throws {
        var terms = HistoryTerms()
        (terms.level, terms.minimumSegment, terms.seed, terms.includesUnlike) = (level, segment, seed, unlike)
        let filter = SeriesFilter(
            scenario: scenario, configuration: configuration, fixture: fixture, changeClass: try chosenClass())
        let history = try MetricHistory.read(
            try TrackedDatabase.open(database.db), metric: metric, filter: filter, terms: terms)
        if let out {
            for path in try await HistoryReport(history).write(to: out) { Terminal.standard.message(path) }
        }
        try Terminal.standard.result(json: json, JSONFields(history), HistoryText(history: history).text)
    }

    private func chosenClass() throws -> ChangeClass? {
        guard let changeClass else { return nil }
        guard let known = ChangeClass(rawValue: changeClass) else {
            let all = ChangeClass.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--change-class must be one of \(all), not `\(changeClass)`.")
        }
        return known
    }
}

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
