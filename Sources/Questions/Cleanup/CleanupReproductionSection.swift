/// How to do it again, and how to find the figures in the database.
struct CleanupReproductionSection {
    let findings: CleanupFindings

    var paragraphs: [String] {
        ReproductionSection.command(of: findings.run.record) + [
            "What was left, by configuration, outcome and kind, straight from the database that the run wrote:",
            Markdown.block(sql, language: "sql"),
        ]
    }

    private var sql: String {
        let scenarios = findings.scenarios.map(ReproductionSection.sqlQuoted).joined(separator: ", ")
        return """
            SELECT configuration, job_view.outcome, kind, count(*) AS things, sum(bytes) AS bytes, sum(remained) AS remained
            FROM leak_view LEFT JOIN job_view USING (run, job)
            WHERE run = '\(findings.run.record.id.uuidString)' AND leak_view.scenario IN (\(scenarios))
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
            """
    }
}
