import Foundation
import Model
import Store

extension [Page.Block] {
    static func warnings(_ warnings: [Warning]) -> [Page.Block] {
        ["## Warnings", .text(warnings.isEmpty ? "None." : warnings.map { "- " + $0.text }.joined(separator: "\n"))]
    }

    static func environment(_ summary: RunSummary) -> [Page.Block] {
        let run = summary.record
        var table = Table(("what", .left), ("value", .left))
        table.add("run", Markdown.code(run.id.uuidString))
        table.add("started", run.startedAt.formatted(.iso8601))
        table.add(
            "jobs",
            "\(summary.jobs) recorded, \(run.plannedJobs) planned, "
                + "\(Words.count(summary.warmups, "warm-up", "warm-ups")), \(summary.failures) not successful")
        table.add("Plimsoll", Markdown.escaped("\(run.toolVersion), commit \(run.toolCommit)"))
        table.add("profile, seed", Markdown.escaped("\(run.profile), \(run.seed)"))
        for scenario in run.scenarios {
            table.add(
                "scenario", "\(Markdown.escaped(scenario.name)), \(Markdown.code(String(scenario.hash.prefix(16))))")
        }
        for (prefix, facts) in [("engine", run.fingerprint.engine), ("host", run.fingerprint.host)] {
            for (name, value) in facts.sorted(by: { $0.key < $1.key }) {
                table.add(Words.fact(prefix, name), Words.fact(name, value: value))
            }
        }
        return ["## Environment", .table(table)]
    }
}

extension Words {
    /// A fingerprint's fact: `host: memory bytes`.
    static func fact(_ prefix: String, _ name: String) -> String {
        Markdown.escaped("\(prefix): \(name.replacing("_", with: " "))")
    }

    /// A fact's value as recorded; sizes in bytes also in gigabytes.
    static func fact(_ name: String, value: String) -> String {
        guard name.hasSuffix("_bytes"), let bytes = Double(value) else { return Markdown.escaped(value) }
        return Markdown.escaped("\(value) (\(number(bytes / 1e9)) GB)")
    }
}

/// How to do it again, and how to find the figures in the database.
enum ReproductionSection {
    /// The command that runs the same jobs again.
    static func command(of run: RunRecord) -> [Page.Block] {
        [
            "## How to reproduce it",
            """
            The seed is \(run.seed): add `--seed \(run.seed)` where the line does not name it. With Plimsoll \
            \(Markdown.escaped(run.toolVersion)) (commit \(Markdown.code(run.toolCommit))), this command line runs the \
            same jobs in the same order:
            """,
            .text(Markdown.block(run.commandLine.map(shellQuoted).joined(separator: " "), language: "sh")),
        ]
    }

    /// A word as a shell takes it literally.
    static func shellQuoted(_ word: String) -> String {
        let isSafe = word.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "_-./:=,@%+".unicodeScalars.contains(scalar))
        }
        return isSafe && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    /// The command, then a query that finds the figures of a report in the database that the run wrote.
    static func paragraphs(of run: RunRecord, querying words: String, by sql: String) -> [Page.Block] {
        command(of: run) + [
            "\(words), straight from the database that the run wrote:", .text(Markdown.block(sql, language: "sql")),
        ]
    }

    /// A query for the weighted median overhead of the warm jobs of real fixtures, by configuration.
    ///
    /// - Parameter condition: which of these jobs count, as ` AND change_class = 'source'`.
    static func medianOverheads(of run: RunRecord, scenarios: [String], where condition: String = "") -> String {
        """
        WITH warm AS (
            SELECT configuration, overhead_s, weight, job
            FROM job_view
            WHERE \(isOf(run, scenarios: scenarios))
                AND fixture <> 'noop' AND outcome = 'succeeded' AND warmup = 0 AND cold = 0
                AND overhead_s IS NOT NULL AND weight > 0\(condition)
        ), ranked AS (
            SELECT configuration, overhead_s,
                sum(weight) OVER (PARTITION BY configuration ORDER BY overhead_s, job) AS reached,
                sum(weight) OVER (PARTITION BY configuration) / 2 AS half,
                count(*) OVER (PARTITION BY configuration) AS n
            FROM warm
        )
        SELECT configuration, n,
            (min(overhead_s) FILTER (WHERE reached >= half * (1 - 2e-9))
                + min(overhead_s) FILTER (WHERE reached > half * (1 + 2e-9))) / 2 AS median_overhead_s
        FROM ranked GROUP BY configuration, n ORDER BY configuration;
        """
    }

    /// Which of a view's rows are those of a run's scenarios, as a condition.
    ///
    /// - Parameter view: whose column `scenario` is meant, with a full stop, where several have one.
    static func isOf(_ run: RunRecord, scenarios: [String], view: String = "") -> String {
        "run = '\(run.id.uuidString)' AND \(view)scenario IN (\(scenarios.map(sqlQuoted).joined(separator: ", ")))"
    }

    static func sqlQuoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
