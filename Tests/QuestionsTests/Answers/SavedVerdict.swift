import Foundation
import GRDB

@testable import Publishing
@testable import Questions
@testable import Store

/// A verdict as plain SQL reads it, and how the table of answers words it.
struct SavedVerdict {
    let label: String
    let number: String

    static func read(_ question: any Question, run: UUID, from database: ResultsDatabase) throws -> SavedVerdict? {
        let row = try database.reading {
            try Row.fetchOne(
                $0, sql: "SELECT verdict, estimate, low, high, unit FROM verdict_view WHERE run = ? AND question = ?",
                arguments: [run.uuidString, question.id])
        }
        guard let row else { return nil }
        let verdict: String = row["verdict"]
        let unit: String = row["unit"]
        let estimate: Double? = row["estimate"]
        let low: Double? = row["low"]
        let high: Double? = row["high"]
        var number = estimate.map { Words.figure($0, unit: unit) } ?? Words.absent
        if let low, let high { number += " (\(Words.figure(low, unit: unit)) to \(Words.figure(high, unit: unit)))" }
        return SavedVerdict(label: "**\(verdict)**", number: number)
    }
}
