/// How to do it again, and how to find the figures in the database.
struct ExecutorsReproductionSection {
    let findings: ExecutorsFindings

    var paragraphs: [String] {
        ReproductionSection.paragraphs(
            of: findings.run.record, querying: "The times of all jobs of each level, ramp-up and drain included",
            by: sql)
    }

    private var sql: String {
        """
        SELECT configuration, count(*) AS jobs, sum(outcome <> 'succeeded') AS failed,
            avg(wall_s) AS mean_s, max(wall_s) AS longest_s, max(queued_s) AS longest_wait_s
        FROM job_view
        WHERE \(ReproductionSection.isOf(findings.run.record, scenarios: findings.scenarios)) AND warmup = 0
        GROUP BY configuration
        ORDER BY configuration;
        """
    }
}
