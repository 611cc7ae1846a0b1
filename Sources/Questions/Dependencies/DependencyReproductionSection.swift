/// How to do it again, and how to find the figures in the database.
struct DependencyReproductionSection {
    let findings: DependencyFindings

    var paragraphs: [String] {
        ReproductionSection.command(of: findings.run.record) + [
            "What each job cost and whether its installation came from the cache, straight from the database that the run wrote:",
            Markdown.block(sql, language: "sql"),
        ]
    }

    private var sql: String {
        let scenarios = findings.scenarios.map(ReproductionSection.sqlQuoted).joined(separator: ", ")
        return """
            SELECT fixture, configuration, cold, change_class,
                build_s + coalesce((SELECT sum(value) FROM point_view WHERE point_view.job = job_view.job
                    AND series IN ('archive_restore_s', 'archive_save_s')), 0) AS cost_s,
                (SELECT min(cached) FROM step_view WHERE step_view.job = job_view.job
                    AND cacheable AND instruction LIKE 'RUN%') AS hit
            FROM job_view
            WHERE run = '\(findings.run.record.id.uuidString)' AND scenario IN (\(scenarios))
                AND outcome = 'succeeded' AND warmup = 0
            ORDER BY fixture, configuration, cold, change_class, position;
            """
    }
}
