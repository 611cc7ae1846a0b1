import ArgumentParser
import Model
import Publishing
import Questions
import Tracking

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show a metric from run to run, with the steps that it took.",
        discussion: """
            Medians of a metric over all runs of a database that count and are like the newest one of their scenario (same scenario,
            engine and host), in the order of time, and where they moved and stayed. With --out it writes history-METRIC.md with a
            chart for each series. A mistyped METRIC is answered with the names that there are.

            Examples:
              plimsoll history build_s
              plimsoll history wall_s --fixture scap --configuration builder=buildkit --change-class source
              plimsoll history hits --out reports
              plimsoll history build_s --json
            """)

    @Argument(
        help: "The metric: a column of a view, as build_s or hits, leaks.KIND, or the name of a series of points.")
    var metric: String

    @OptionGroup var database: DatabaseOptions
    @Option(help: "Only this scenario, by name.") var scenario: String?
    @Option(help: "Only this configuration, as builder=buildkit.") var configuration: String?
    @Option(help: "Only this fixture.") var fixture: String?
    @Option(help: "Only this change class: none, source, dependency, dockerfile, base or touch.")
    var changeClass: String?

    @Flag(help: "Take runs of other engines, hosts and scenario versions too.") var unlike = false

    @Option(help: "How likely a series without any step may show one, above 0 and below 1.")
    var level = HistoryTerms().level

    @Option(help: "The fewest runs between two steps.") var segment = HistoryTerms().minimumSegment
    @Option(help: "Seeds the search for steps.") var seed: UInt64 = 1
    @Option(help: "Write a report with charts to this directory.") var out: String?
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        guard level > 0, level < 1 else { throw ValidationError("--level is above 0 and below 1.") }
        guard segment >= 2 else { throw ValidationError("--segment is 2 or more.") }
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
        Terminal.standard.result(json ? try JSONText.document(JSONFields(history)) : HistoryText(history: history).text)
    }

    private func chosenClass() throws -> ChangeClass? {
        guard let changeClass else { return nil }
        guard let known = ChangeClass(rawValue: changeClass) else {
            let all = ChangeClass.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--change-class is one of \(all); `\(changeClass)` is none.")
        }
        return known
    }
}
