/// How to do it again, and how to find the figures in the database.
struct BaseReproductionSection {
    let findings: BaseImagesFindings

    var paragraphs: [String] {
        ReproductionSection.command(of: findings.run.record) + [
            "Every cold build, straight from the database that the run wrote; those of one round, fixture and builder are pairs:",
            Markdown.block(sql, language: "sql"),
        ]
    }

    private var sql: String {
        let scenarios = findings.scenarios.map(ReproductionSection.sqlQuoted).joined(separator: ", ")
        return """
            SELECT fixture, round, warmup, cold, replace(replace(configuration, ',base=provided', ''), ',base=deferred', '') AS builder,
                configuration LIKE '%base=provided' AS provided, build_s,
                (SELECT value FROM point_view WHERE point_view.job = job_view.job AND series = 'image_bytes') AS image_bytes
            FROM job_view
            WHERE run = '\(findings.run.record.id.uuidString)' AND scenario IN (\(scenarios)) AND outcome = 'succeeded'
                AND (SELECT count(*) > 0 AND sum(cached) = 0 FROM step_view
                    WHERE step_view.job = job_view.job AND cacheable)
            ORDER BY fixture, builder, position, provided;
            """
    }
}
