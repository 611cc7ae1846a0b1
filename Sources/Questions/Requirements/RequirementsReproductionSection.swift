/// How to do it again, and how to find the figures in the database.
struct RequirementsReproductionSection {
    let findings: RequirementsFindings

    var paragraphs: [String] {
        ReproductionSection.command(of: findings.run.record) + [
            "What was found of the worker, and the packages of each, straight from the database that the run wrote:",
            Markdown.block(sql, language: "sql"),
        ]
    }

    private var sql: String {
        """
        SELECT area, name, state, found FROM requirement_view WHERE run = '\(findings.run.record.id.uuidString)';
        SELECT series, value, unit FROM point_view
        WHERE run = '\(findings.run.record.id.uuidString)' AND series LIKE 'worker\\_%' ESCAPE '\\';
        """
    }
}
