import Foundation
import Store

/// What the run stood on.
package struct EnvironmentSection {
    package let run: RunSummary

    package var paragraphs: [String] {
        let summary = run
        let run = summary.record
        var table = MarkdownTable(("what", .left), ("value", .left))
        table.add("run", Markdown.code(run.id.uuidString))
        table.add("started", run.startedAt.formatted(.iso8601))
        table.add(
            "jobs",
            "\(summary.jobs) recorded, \(run.plannedJobs) planned, "
                + "\(Words.count(summary.warmups, "warm-up", "warm-ups")), \(summary.failures) not successful"
        )
        table.add("Plimsoll", Markdown.escaped("\(run.toolVersion), commit \(run.toolCommit)"))
        table.add("profile, seed", Markdown.escaped("\(run.profile), \(run.seed)"))
        for scenario in run.scenarios {
            table.add(
                "scenario", "\(Markdown.escaped(scenario.name)), \(Markdown.code(String(scenario.hash.prefix(16))))")
        }
        for (prefix, facts) in [("engine", run.fingerprint.engine), ("host", run.fingerprint.host)] {
            for (name, value) in facts.sorted(by: { $0.key < $1.key }) {
                table.add(
                    Markdown.escaped("\(prefix): \(name.replacing("_", with: " "))"),
                    Markdown.escaped(Self.readable(name, value)))
            }
        }
        return ["## Environment", table.text]
    }

    /// A value as recorded; sizes in bytes also in gigabytes.
    package static func readable(_ name: String, _ value: String) -> String {
        guard name.hasSuffix("_bytes"), let bytes = Double(value) else { return value }
        return "\(value) (\(Words.number(bytes / 1e9)) GB)"
    }
}
