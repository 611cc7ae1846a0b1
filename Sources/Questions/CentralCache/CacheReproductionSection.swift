/// How to do it again, and how to find the figures in the database.
struct CacheReproductionSection {
    let findings: CentralCacheFindings

    var paragraphs: [String] {
        ReproductionSection.command(of: findings.run.record) + [
            "Each change with the registry's cache beside the warm engine's, straight from the database that the run wrote:",
            Markdown.block(sql, language: "sql"),
        ]
    }

    private var sql: String {
        let scenarios = findings.scenarios.map(ReproductionSection.sqlQuoted).joined(separator: ", ")
        return """
            WITH counted AS (
                SELECT job, fixture, round, weight, wall_s, configuration,
                    replace(replace(configuration, ',cache=registry', ''), ',cache=local', '') AS builder,
                    (SELECT sum(cached) FROM step_view WHERE step_view.job = job_view.job AND cacheable) AS hits,
                    (SELECT value FROM point_view
                        WHERE point_view.job = job_view.job AND series = 'registry_bytes') AS bytes
                FROM job_view
                WHERE run = '\(findings.run.record.id.uuidString)' AND scenario IN (\(scenarios))
                    AND fixture <> 'noop' AND outcome = 'succeeded' AND warmup = 0 AND cold = 0 AND weight > 0
            )
            SELECT registry.builder, registry.fixture, registry.round, registry.weight, registry.wall_s AS registry_s,
                warm.wall_s AS warm_s, registry.hits AS registry_hits, warm.hits AS warm_hits, registry.bytes
            FROM counted AS registry
            JOIN counted AS warm USING (builder, fixture, round)
            WHERE registry.configuration LIKE '%,cache=registry' AND warm.configuration LIKE '%,cache=local'
            ORDER BY 1, 2, 3;
            """
    }
}
