import Findings

/// How to do it again, and how to find the figures in the database.
struct ExecutorsReproductionSection {
    let findings: ExecutorsFindings

    var paragraphs: [String] {
        ReproductionSection.command(of: findings.run.record) + [
            "The times of all jobs of each level, ramp-up and drain included, straight from the database that the run wrote:",
            Markdown.block(sql, language: "sql"),
        ]
    }

    private var sql: String {
        let scenarios = findings.scenarios.map(ReproductionSection.sqlQuoted).joined(separator: ", ")
        return """
            SELECT configuration, count(*) AS jobs, sum(outcome <> 'succeeded') AS failed,
                avg(wall_s) AS mean_s, max(wall_s) AS longest_s, max(queued_s) AS longest_wait_s
            FROM job_view
            WHERE run = '\(findings.run.record.id.uuidString)' AND scenario IN (\(scenarios)) AND warmup = 0
            GROUP BY configuration
            ORDER BY configuration;
            """
    }
}
