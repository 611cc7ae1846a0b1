import Foundation
import Model
import Publishing
import Questions
import Store

/// All nights of a database as one page: the newest night's verdict first, then what moved, then every metric.
package struct NightsPage: Sendable {
    let nights: Nights
    /// What a comparison says of the newest night; nil where none was made.
    let summary: NightSummary?

    package init(_ nights: Nights, summary: NightSummary? = nil) { (self.nights, self.summary) = (nights, summary) }

    /// One page of HTML that needs no network, script or other file.
    /// - Throws: `ReportError`: gnuplot is missing or fails.
    package func html() async throws -> String {
        guard let page else { return "" }
        return try await Report.html(page)
    }

    /// For a terminal: `30 nights, 24 series, 2 steps`.
    package var headline: String {
        let series = nights.histories.reduce(0) { $0 + $1.lines.count }
        return "\(counted(nights.nights)), \(Words.count(series, "series", "series")), "
            + Words.count(nights.steps.count, "step", "steps")
    }

    /// The page as data; nil without any night.
    var page: Page? {
        guard let newest = nights.nights.last, let oldest = nights.nights.first else { return nil }
        let introduction =
            "\(counted(nights.nights)) from \(Words.day(oldest.run.record.startedAt)) to "
            + "\(Words.day(newest.run.record.startedAt)), the newest on the right of each chart. Left out: \(nights.excluded) "
            + "excluded, \(nights.unlike) unlike the newest in engine, host or scenario."
        return Page(
            subject: "history", title: "Plimsoll, night by night", run: newest.run, introduction: introduction,
            blocks: verdict(newest) + steps + scenarios + totals + [.text("## The last nights"), .table(table)]
                + reading)
    }

    func counted(_ nights: [PastNight]) -> String { Words.count(nights.count, "night", "nights") }
}

// MARK: - Verdict and steps

extension NightsPage {
    private static let mostSteps = 20

    private func verdict(_ night: PastNight) -> [Page.Block] {
        let run = night.run
        let end = NightWords.end(run).map { " **The run did not finish: \(Markdown.escaped($0)).**" } ?? ""
        let scenarios = run.record.scenarios.map { Markdown.escaped($0.name) }.joined(separator: ", ")
        let facts = """
            Run \(Markdown.code(run.id.uuidString)) began at \(run.record.startedAt.formatted(.iso8601)). Scenarios: \(scenarios). \
            \(Words.count(run.jobs, "job", "jobs")) (\(run.warmups) only to warm up), \
            \(Words.count(night.failures, "failure", "failures")), \(NightWords.leaks(night)).\(end)
            """
        guard let summary else {
            return [
                "## Last night", .text(facts),
                "No comparison was given, so this page has no verdict. `plimsoll compare` makes one.",
            ]
        }
        let lines = ["**\(Markdown.escaped(summary.title))**"] + summary.lines.map { "- " + Markdown.escaped($0) }
        return [
            .text("## Last night: \(summary.state.words)"), .text(lines.map { "> " + $0 }.joined(separator: "\n")),
            .text(facts),
        ]
    }

    private var steps: [Page.Block] {
        let steps = nights.steps
        guard !steps.isEmpty else {
            return ["## Steps", "No series moved to another level and stayed there."]
        }
        let table = Table(steps.prefix(Self.mostSteps)) {
            Column("since") { Words.day($0.startedAt) }
            Column("scenario") { Markdown.escaped($0.key.scenario) }
            Column("metric") { ComparisonWords.metric($0.metric) }
            Column("jobs") { ComparisonWords.jobs($0.key) }
            Column("before", .right) { ComparisonWords.value($0.step.before, $0.metric) }
            Column("after", .right) { ComparisonWords.value($0.step.after, $0.metric) }
            Column("change", .right) { ComparisonWords.share($0.step.relative) }
            Column("verdict") { $0.verdict }
            Column("commit") { Markdown.code($0.night.commit) }
            Column("Plimsoll") { Markdown.escaped($0.night.run.record.toolVersion) }
        }
        let left = steps.count > Self.mostSteps ? " The first \(Self.mostSteps) of \(steps.count)." : ""
        return [
            "## Steps",
            .text(
                "Where a series moved to another level and stayed there: the newest first, of one night the largest."
                    + left),
            .table(table),
        ]
    }
}

// MARK: - Series

extension NightsPage {
    private var scenarios: [Page.Block] {
        let drawn = nights.drawn
        let blocks = drawn.enumerated().flatMap { place, scenario in
            let measured = measuredNights(of: scenario.scenario)
            let charts = scenario.histories.enumerated().flatMap { index, history in
                history.chartGroups.enumerated().map { part, lines in
                    NightChart(
                        name: "metric-\(place + 1)-\(index + 1)-\(part + 1)", metric: history.metric, lines: lines,
                        nights: measured
                    ).chart
                }
            }
            return [.text("## Scenario \(Markdown.escaped(scenario.scenario))"), .text(counted(measured) + ".")]
                + charts.map { Page.Block.chart($0) }
        }
        return blocks + singles(beside: drawn.isEmpty)
    }

    /// The nights in which a scenario has a point.
    private func measuredNights(of scenario: String) -> [PastNight] {
        let lines = nights.histories.flatMap { $0.lines.filter { $0.key.scenario == scenario } }
        let runs = Set(lines.flatMap { $0.points.map(\.run) })
        return nights.nights.filter { runs.contains($0.run.id) }
    }

    private func singles(beside nothing: Bool) -> [Page.Block] {
        let singles = nights.singles
        guard !singles.isEmpty || nothing else { return [] }
        let scenarios = Set(singles.map(\.scenario)).count
        let words =
            singles.isEmpty
            ? "No primary metric was measured."
            : "\(Words.count(singles.count, "series", "series")) of \(Words.count(scenarios, "scenario", "scenarios")) "
                + "\(singles.count == 1 ? "has" : "have") one night only and \(singles.count == 1 ? "is" : "are") not drawn."
        return ["## Series of one night", .text(words)]
    }
}
