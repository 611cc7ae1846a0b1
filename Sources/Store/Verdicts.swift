import Foundation
import GRDB

/// The answer to a question by the rule that was fixed before the run.
package struct VerdictRecord: Sendable, Equatable {
    package enum Verdict: String, Sendable, CaseIterable {
        case yes, no
        /// The evidence does not decide it.
        case undecided
        /// The question asks for figures, not for a decision.
        case evidence
    }

    /// The question's id, as `build-overhead`.
    package var question: String
    package var verdict: Verdict
    /// In `unit`; nil if there was too little to estimate it.
    package var estimate: Double?
    /// The ends of its interval, in `unit`.
    package var low: Double?
    package var high: Double?
    package var unit: String
    /// How many jobs the estimate rests on.
    package var n: Int
    /// The rule in words.
    package var rule: String

    package init(
        question: String, verdict: Verdict, estimate: Double? = nil, low: Double? = nil, high: Double? = nil,
        unit: String, n: Int, rule: String
    ) {
        (self.question, self.verdict, self.unit, self.n, self.rule) = (question, verdict, unit, n, rule)
        (self.estimate, self.low, self.high) = (estimate, low, high)
    }
}

/// A run that others are compared with, under a name.
package struct StoredBaseline: Sendable, Equatable {
    /// Unique in its database.
    package var name: String
    package var run: UUID
    /// Wall-clock time at which it got the name.
    package var setAt: Date

    package init(name: String, run: UUID, setAt: Date) { (self.name, self.run, self.setAt) = (name, run, setAt) }
}

extension ResultsDatabase {
    /// Saves verdicts, each in place of the run's earlier one on the same question.
    package func save(verdicts: [VerdictRecord], run: UUID) throws {
        try writing { database in
            let run = try rowID(of: run, database)
            for verdict in verdicts {
                try database.insert(
                    into: "verdict", replacing: true,
                    [
                        "run": run, "question": verdict.question, "verdict": verdict.verdict.rawValue,
                        "estimate": verdict.estimate, "low": verdict.low, "high": verdict.high, "unit": verdict.unit,
                        "n": verdict.n, "rule": verdict.rule,
                    ])
            }
        }
    }

    /// A run's verdicts, by question.
    package func verdicts(run: UUID) throws -> [VerdictRecord] {
        try list(
            run: run,
            """
            SELECT question, verdict, estimate, low, high, unit, n, rule FROM verdict WHERE run = ? ORDER BY question
            """
        ) { row in
            let text: String = row[1]
            guard let verdict = VerdictRecord.Verdict(rawValue: text) else {
                throw ResultsError(
                    .damaged, "the database holds the verdict `\(text)`, which this Plimsoll does not know")
            }
            return VerdictRecord(
                question: row[0], verdict: verdict, estimate: row[2], low: row[3], high: row[4], unit: row[5],
                n: row[6], rule: row[7])
        }
    }

    /// Gives a name to a run, in place of the run that had it.
    /// - Throws: `ResultsError`, `unknownRun`.
    package func set(baseline name: String, run: UUID, at date: Date) throws {
        try writing { database in
            let run = try rowID(of: run, database)
            try database.insert(
                into: "baseline", replacing: true, ["name": name, "run": run, "set_ms": date.milliseconds])
        }
    }

    /// Takes a name away.
    /// - Returns: whether there was one.
    package func delete(baseline name: String) throws -> Bool {
        try writing { database in
            try database.execute(sql: "DELETE FROM baseline WHERE name = ?", arguments: [name])
            return database.changesCount > 0
        }
    }

    /// All names, in order.
    package func baselines() throws -> [StoredBaseline] {
        try reading { database in
            try database.list(
                """
                SELECT baseline.name, run.uuid, baseline.set_ms FROM baseline JOIN run ON run.id = baseline.run
                ORDER BY baseline.name
                """
            ) { row in
                let uuid: String = row[1]
                guard let run = UUID(uuidString: uuid) else {
                    throw ResultsError(.damaged, "the run \(uuid) has an id that Plimsoll did not write")
                }
                return StoredBaseline(name: row[0], run: run, setAt: Date(milliseconds: row[2]))
            }
        }
    }
}
