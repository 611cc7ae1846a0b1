import Store

/// How to do all of it again: each run's commit, seed and command, and how to find the verdicts in the database.
package struct AnswersReproductionSection {
    package let answers: Answers

    package var paragraphs: [String] {
        [
            "## How to reproduce it",
            """
            With Plimsoll built from the commit named, these command lines run the same jobs in the same order, and the last one makes \
            this report of them. A seed stands in the comment where the line does not name it (`--seed`).
            """,
            Markdown.block(
                (answers.answering.map(command) + ["plimsoll report --all"]).joined(separator: "\n"), language: "sh"),
            "The verdicts, their figures and intervals, straight from the database (after a report has been made of it):",
            Markdown.block(sql, language: "sql"),
        ]
    }

    private func command(_ run: RunSummary) -> String {
        let record = run.record
        let questions = answers.entries.filter { $0.run?.id == run.id }.map(\.question.id).joined(separator: ", ")
        let version = Markdown.oneLine(
            "Plimsoll \(record.toolVersion), commit \(record.toolCommit), seed \(record.seed)")
        return """
            # \(questions): \(version)
            \(record.commandLine.map(ReproductionSection.shellQuoted).joined(separator: " "))
            """
    }

    private var sql: String {
        let runs = answers.answering.map { ReproductionSection.sqlQuoted($0.id.uuidString) }.joined(
            separator: ",\n    ")
        return """
            SELECT question, verdict, estimate, low, high, unit, n FROM verdict_view WHERE run IN (
                \(runs)
            ) ORDER BY question;
            """
    }
}
