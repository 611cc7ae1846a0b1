import Foundation
import Model
import Store

/// What the runs that answer stood on, and in what they differ.
package struct AnswersEnvironmentSection {
    package let runs: [RunSummary]

    package var paragraphs: [String] {
        ["## Environment", table, differences, facts].filter { !$0.isEmpty }
    }

    private var table: String {
        var table = MarkdownTable(
            ("run", .left), ("started", .left), ("scenarios", .left), ("profile", .left), ("seed", .right),
            ("jobs", .right), ("ended", .left), ("Plimsoll", .left))
        for run in runs {
            let record = run.record
            let scenarios = record.scenarios.map {
                "\(Markdown.escaped($0.name)) \(Markdown.code(String($0.hash.prefix(12))))"
            }
            table.add(
                Markdown.code(run.id.uuidString), record.startedAt.formatted(.iso8601),
                scenarios.joined(separator: ", "), Markdown.escaped(record.profile), "\(record.seed)", "\(run.jobs)",
                Markdown.escaped(run.endReason ?? "no end recorded"),
                "\(Markdown.escaped(record.toolVersion)), \(Markdown.code(record.toolCommit))")
        }
        return table.text
    }

    private var differences: String {
        let hosts = Set(runs.map(\.record.fingerprint.host)).count
        let engines = Set(runs.map(\.record.fingerprint.engine)).count
        guard hosts > 1 || engines > 1 else { return "All of these runs have the same fingerprint of host and engine." }
        return """
            **The fingerprints differ:** \(Words.count(hosts, "kind of host", "kinds of host")), \
            \(Words.count(engines, "kind of engine", "kinds of engine")). A fact that is not the same everywhere stands once for each \
            value, with the first characters of the runs that have it.
            """
    }

    private var facts: String {
        var table = MarkdownTable(("fact", .left), ("value", .left), ("runs", .left))
        for (prefix, path) in [("engine", \Fingerprint.engine), ("host", \Fingerprint.host)] {
            let names = Set(runs.flatMap { $0.record.fingerprint[keyPath: path].keys }).sorted()
            for name in names {
                let byValue = Dictionary(grouping: runs) { $0.record.fingerprint[keyPath: path][name] ?? "not told" }
                for (value, those) in byValue.sorted(by: { $0.key < $1.key }) {
                    let which = those.map { Markdown.code(String($0.id.uuidString.prefix(8))) }
                    table.add(
                        Markdown.escaped("\(prefix): \(name.replacing("_", with: " "))"),
                        Markdown.escaped(EnvironmentSection.readable(name, value)),
                        byValue.count == 1 ? "all" : which.joined(separator: ", "))
                }
            }
        }
        return table.text
    }
}
