import Foundation
import Model
import Questions
import Store

extension NightsPage {
    private static let tabled = 14

    /// Failures, leaks and growth a night, each as bars or as a sentence.
    var totals: [Page.Block] {
        let all = nights.nights
        let (unit, scale) = Chart.Axis.unit(of: PastNight.growth, to: all.compactMap(\.grown).max() ?? 0)
        return [
            "## Failures, leaks and disk",
            bars(
                "failures", "Jobs that failed and should not have", "jobs", Chart.Colour.bound,
                all.map { Double($0.failures) }),
            bars(
                "leaks", "Things that jobs left behind", "objects", Chart.Colour.orange,
                all.map { $0.leaks.map { Double($0) } }),
            bars(
                "growth", "Growth of the engine's disk use", unit, Chart.Colour.blue,
                all.map { $0.grown.map { $0 / scale } }),
        ]
    }

    private func bars(
        _ name: String, _ title: String, _ unit: String, _ colour: String, _ values: [Double?]
    ) -> Page.Block {
        let measured = values.count { $0 != nil }
        guard measured > 0 else { return .text("\(title): not measured in any night.") }
        let bars = NightBars(
            name: name, title: title, unit: unit, colour: colour, nights: nights.nights, values: values)
        return bars.chart.map { .chart($0) } ?? .text("\(title): none in \(Words.count(measured, "night", "nights")).")
    }

    var table: Table {
        Table(nights.nights.suffix(Self.tabled).reversed()) {
            Column("began") { $0.run.record.startedAt.formatted(.iso8601) }
            Column("run") { Markdown.code(String($0.run.id.uuidString.prefix(8))) }
            Column("jobs", .right) { "\($0.run.jobs)" }
            Column("failures", .right) { "\($0.failures)" }
            Column("leaks", .right) { $0.leaks.map { "\($0)" } ?? Words.absent }
            Column("disk growth", .right) { Words.bytes($0.grown) }
            Column("commit") { Markdown.code($0.commit) }
            Column("end") { Markdown.escaped(NightWords.end($0.run) ?? "finished") }
        }
    }

    var reading: [Page.Block] {
        [
            "## How to read this page",
            .text(
                """
                - A line is a fixture in a configuration: its median over all jobs of a night. Warm-ups and jobs that failed are left out.
                - The band is where a night was to be expected by the nights before it. It is their median, with three robust \
                standard deviations to either side. It takes up to \(NoiseBand.most) nights since the last step, and at least \
                \(NoiseBand.least).
                - A dashed line is a step: a series moved there and stayed for \(nights.terms.minimumSegment) nights or more. A series \
                without any shows one with a probability of at most \(Words.percent(nights.terms.level)).
                - The commit is the last one that the night replayed; without a repository, the one that Plimsoll was built from.
                - Failures leave out warm-ups, and failures that a plan wants.
                """),
        ]
    }
}

enum NightWords {
    /// How a run ended; nil where it finished.
    static func end(_ run: RunSummary) -> String? {
        run.endReason == "finished" ? nil : run.endReason?.replacing("_", with: " ") ?? "killed, or still running"
    }

    static func leaks(_ night: PastNight) -> String {
        night.leaks.map { Words.count($0, "leak", "leaks") } ?? "leaks not measured"
    }
}
