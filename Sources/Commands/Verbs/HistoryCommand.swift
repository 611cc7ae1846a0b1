import ArgumentParser
import Foundation
import Model
import Tracking

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show a metric from run to run, and the steps at which it changed.",
        discussion: """
            Shows a metric's median in each run, in order of time, and its steps: where it moved and stayed. It takes all runs that
            are not excluded and have the same scenario, engine and host as the newest run of their scenario. For an unknown METRIC
            it lists the known names.

            --format html makes one page that needs no network and no other file. It shows the newest night, the steps, a chart of
            each metric, and failures, leaks and disk growth of every night. Without METRIC it takes the primary metrics.

            --out names the directory of history-METRIC.md and its charts; with --format html it names the file of the page.

            Examples:
              plimsoll history build_s
              plimsoll history wall_s --fixture scap --configuration builder=buildkit --change-class source
              plimsoll history hits --out reports
              plimsoll history build_s --json
              plimsoll history --format html --out nights.html
            """)

    @Argument(
        help: "The metric: a column of a view such as build_s or hits, leaks.KIND, or the name of a series of points.")
    var metric: String?

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
    @Option(help: "Output format: text, json, markdown (a report with charts, needs --out) or html (one page).")
    var format: HistoryFormat?
    @Option(help: "Write a report with charts to this directory, or the page of --format html to this file.")
    var out: String?
    @Flag(help: "Print one JSON document, as --format json does.") var json = false

    private var chosenFormat: HistoryFormat { format ?? (json ? .json : .text) }

    func validate() throws {
        if json, let format, format != .json {
            throw ValidationError("--json and --format \(format.rawValue) contradict each other: give one of them.")
        }
        if metric == nil, chosenFormat != .html {
            throw ValidationError(
                "METRIC is missing: name one, such as build_s, or use --format html for a page of the primary metrics.")
        }
        if chosenFormat == .markdown, out == nil {
            throw ValidationError("--format markdown writes several files: name a directory with --out.")
        }
        guard level > 0, level < 1 else { throw ValidationError("--level must be above 0 and below 1.") }
        guard segment >= 2 else { throw ValidationError("--segment must be 2 or more.") }
        _ = try chosenClass()
    }

    func run() async throws {
        var terms = HistoryTerms()
        (terms.level, terms.minimumSegment, terms.seed, terms.includesUnlike) = (level, segment, seed, unlike)
        let filter = SeriesFilter(
            scenario: scenario, configuration: configuration, fixture: fixture, changeClass: try chosenClass())
        let results = try TrackedDatabase.open(database.db)
        guard let metric, chosenFormat != .html else {
            let nights = try Nights.read(results, metric: metric, filter: filter, terms: terms)
            let page = NightsPage(nights, summary: try NightSummary.ofNewest(in: results))
            return try ReportFile.put(try await page.html(), in: out, headline: page.headline)
        }
        let history = try MetricHistory.read(results, metric: metric, filter: filter, terms: terms)
        let written = if let out { try await HistoryReport(history).write(to: out) } else { [String]() }
        if chosenFormat == .markdown { return Terminal.standard.result(written.joined(separator: "\n")) }
        for path in written { Terminal.standard.message(path) }
        let isJSON = chosenFormat == .json
        try Terminal.standard.result(json: isJSON, JSONFields(history), HistoryText(history: history).text)
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

/// How `history` writes what it found.
enum HistoryFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, html
}
