/// How to do it again, and how to find the figures in the database.
struct PolicyReproductionSection {
    let findings: GarbageFindings

    var paragraphs: [String] {
        ReproductionSection.command(of: findings.run.record) + [
            "Rebuild time and peak disk by policy, straight from the database that the run wrote:",
            Markdown.block(sql, language: "sql"),
        ]
    }

    private var sql: String {
        let scenarios = findings.scenarios.map(ReproductionSection.sqlQuoted).joined(separator: ", ")
        return """
            WITH counted AS (
                SELECT job_view.job, fixture, round, build_s, warmup, outcome, weight,
                    substr(configuration, 1, instr(configuration, ',policy=') - 1) AS builder,
                    substr(configuration, instr(configuration, ',policy=') + 8) AS policy,
                    (SELECT filesystem_bytes FROM disk_view WHERE disk_view.job = job_view.job) AS disk
                FROM job_view
                WHERE run = '\(findings.run.record.id.uuidString)' AND scenario IN (\(scenarios))
            ), trace AS (
                SELECT * FROM counted WHERE outcome = 'succeeded' AND warmup = 0 AND weight > 0
            )
            SELECT own.builder, own.policy, count(*) AS pairs, avg(own.build_s - reference.build_s) AS rebuild_s,
                (SELECT max(disk) FROM counted
                    WHERE counted.builder = own.builder AND counted.policy = own.policy) AS peak_bytes
            FROM trace AS own
            JOIN trace AS reference ON reference.policy = 'none' AND reference.builder = own.builder
                AND reference.fixture = own.fixture AND reference.round = own.round
            WHERE own.policy <> 'none'
            GROUP BY own.builder, own.policy ORDER BY own.builder, rebuild_s;
            """
    }
}
