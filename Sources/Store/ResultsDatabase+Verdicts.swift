import Foundation
import GRDB

/// The answers to the questions that a run bears on.
extension ResultsDatabase {
    /// Saves verdicts, each in place of the run's earlier one on the same question.
    public func save(verdicts: [VerdictRecord], run: UUID) throws {
        try write { database in
            let run = try rowID(of: run, database)
            let insertion = try database.cachedStatement(
                sql: """
                    INSERT OR REPLACE INTO verdict (run, question, verdict, estimate, low, high, unit, n, rule)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            for verdict in verdicts {
                try insertion.execute(arguments: [
                    run, verdict.question, verdict.verdict.rawValue, verdict.estimate, verdict.low, verdict.high,
                    verdict.unit, verdict.n, verdict.rule,
                ])
            }
        }
    }

    /// A run's verdicts, by question.
    public func verdicts(run: UUID) throws -> [VerdictRecord] {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT question, verdict, estimate, low, high, unit, n, rule FROM verdict
                    WHERE run = ? ORDER BY question
                    """,
                arguments: [try rowID(of: run, database)])
            var verdicts: [VerdictRecord] = []
            while let row = try rows.next() {
                let text: String = row[1]
                guard let verdict = VerdictRecord.Verdict(rawValue: text) else {
                    throw ResultsError(
                        .damaged, "the database holds the verdict `\(text)`, which this Plimsoll does not know")
                }
                verdicts.append(
                    VerdictRecord(
                        question: row[0], verdict: verdict, estimate: row[2], low: row[3], high: row[4], unit: row[5],
                        n: row[6], rule: row[7]))
            }
            return verdicts
        }
    }
}
