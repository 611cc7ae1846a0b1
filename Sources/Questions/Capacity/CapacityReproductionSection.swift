/// How to do it again, and how to find the figures in the database.
struct CapacityReproductionSection {
    let findings: CapacityFindings

    var paragraphs: [String] {
        ReproductionSection.paragraphs(of: findings.run.record, querying: "The mean times", by: sql) + [
            "The same simulation of the same jobs, and others of them, by:",
            Markdown.block(again, language: "sh"),
        ]
    }

    private var again: String {
        "plimsoll simulate --run \(findings.run.record.id.uuidString) --seed \(findings.terms.seed)"
    }

    private var sql: String {
        """
        SELECT scenario, configuration, fixture, change_class, count(*) AS jobs, avg(wall_s), avg(queued_s)
        FROM job_view
        WHERE \(ReproductionSection.isOf(findings.run.record, scenarios: findings.scenarios))
            AND fixture <> 'noop' AND outcome = 'succeeded' AND warmup = 0 AND cold = 0 AND weight > 0
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
        """
    }
}
