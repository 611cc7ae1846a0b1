import Model

/// How to do it again, and how to find the figures in the database.
package struct ReproductionSection {
    let findings: OverheadFindings

    package var paragraphs: [String] {
        Self.command(of: findings.run.record) + [
            "The medians of the first table, straight from the database that the run wrote:",
            Markdown.block(sql, language: "sql"),
        ]
    }

    /// The command that runs the same jobs again.
    package static func command(of run: RunRecord) -> [String] {
        [
            "## How to reproduce it",
            """
            With Plimsoll \(Markdown.escaped(run.toolVersion)) (commit \(Markdown.code(run.toolCommit))), this command \
            line, and the seed \(run.seed) (`--seed \(run.seed)` where the line does not name it), the same jobs run in \
            the same order:
            """,
            Markdown.block(run.commandLine.map(shellQuoted).joined(separator: " "), language: "sh"),
        ]
    }

    private var sql: String {
        let scenarios = findings.scenarios.map(Self.sqlQuoted).joined(separator: ", ")
        return """
            WITH warm AS (
                SELECT configuration, overhead_s, weight, job
                FROM job_view
                WHERE run = '\(findings.run.record.id.uuidString)' AND scenario IN (\(scenarios))
                    AND fixture <> 'noop' AND outcome = 'succeeded' AND warmup = 0 AND cold = 0
                    AND overhead_s IS NOT NULL AND weight > 0
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

    /// A word as a shell takes it literally.
    package static func shellQuoted(_ word: String) -> String {
        let safe = word.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "_-./:=,@%+".unicodeScalars.contains(scalar))
        }
        return safe && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    /// The command, then a query that finds the figures of a report in the database that the run wrote.
    package static func paragraphs(of run: RunRecord, querying words: String, by sql: String) -> [String] {
        command(of: run) + [
            "\(words), straight from the database that the run wrote:", Markdown.block(sql, language: "sql"),
        ]
    }

    /// Which of a view's rows are those of a run's scenarios, as a condition.
    package static func isOf(_ run: RunRecord, scenarios: [String]) -> String {
        let names = scenarios.map(sqlQuoted).joined(separator: ", ")
        return "run = '\(run.id.uuidString)' AND scenario IN (\(names))"
    }

    package static func sqlQuoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
