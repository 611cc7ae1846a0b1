/// How to do it again, and how to find the figures in the database.
struct IsolationReproductionSection {
    let findings: IsolationFindings

    var paragraphs: [String] {
        ReproductionSection.command(of: findings.run.record) + [
            "What each probe saw, straight from the database that the run wrote:",
            Markdown.block(sql, language: "sql"),
        ]
    }

    private var sql: String {
        let scenarios = findings.scenarios.map(ReproductionSection.sqlQuoted).joined(separator: ", ")
        return """
            SELECT configuration, place, probe, expected, seen, passed, count(*) AS jobs
            FROM probe_view JOIN job_view USING (job)
            WHERE job_view.run = '\(findings.run.record.id.uuidString)' AND scenario IN (\(scenarios))
            GROUP BY configuration, place, probe, expected, seen, passed
            ORDER BY probe, place, configuration, jobs DESC;
            """
    }
}
