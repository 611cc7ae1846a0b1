import Foundation
import Model

/// Where a run's jobs are recorded, for a user who wants to read more of one.
struct RecordPlace: Sendable {
    /// The database's path.
    let database: String
    let run: UUID

    /// A shell command that prints a column of a job's row.
    func command(printing column: String, of record: JobRecord) -> String {
        // Jobs outside the plan are given a place below 0 when they are saved.
        let place =
            record.position < 0 || record.outcome == .cancelled
            ? "position < 0 and fixture = '\(sql(record.fixture))'" : "position = \(record.position)"
        let query =
            "select \(column) from job_view where run = '\(run.uuidString)' and scenario = '\(sql(record.scenario))' "
            + "and \(place)"
        return "sqlite3 -readonly \(shell(database)) \(shell(query, quote: "\""))"
    }

    private func sql(_ text: String) -> String { text.replacingOccurrences(of: "'", with: "''") }

    /// Scenarios and fixtures have plain names; only the path may hold anything.
    private func shell(_ word: String, quote: String = "'") -> String {
        let isPlain =
            !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
        return isPlain
            ? word : quote + word.replacingOccurrences(of: quote, with: quote == "'" ? "'\\''" : "\\\"") + quote
    }
}
