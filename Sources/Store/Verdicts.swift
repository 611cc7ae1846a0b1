import Foundation
import GRDB

/// The answer to a question by the rule that was fixed before the run.
package struct VerdictRecord: Sendable, Equatable {
    /// What the rule says of the estimate.
    package enum Verdict: String, Sendable, CaseIterable {
        /// The answer is yes.
        case yes
        /// The answer is no.
        case no
        /// The evidence does not decide it.
        case undecided
        /// The question asks for figures, not for a decision.
        case evidence
    }

    /// The question's id, as `build-overhead`.
    package var question: String
    /// What the rule says.
    package var verdict: Verdict
    /// The estimate, in `unit`; nil where there was too little to estimate it.
    package var estimate: Double?
    /// The lower end of its interval, in `unit`.
    package var low: Double?
    /// The upper end of its interval, in `unit`.
    package var high: Double?
    /// The unit of the three.
    package var unit: String
    /// How many jobs the estimate rests on.
    package var n: Int
    /// The rule in words.
    package var rule: String

    /// A verdict; without an estimate when there was too little to estimate it.
    package init(
        question: String, verdict: Verdict, estimate: Double? = nil, low: Double? = nil, high: Double? = nil,
        unit: String, n: Int, rule: String
    ) {
        self.question = question
        self.verdict = verdict
        self.estimate = estimate
        self.low = low
        self.high = high
        self.unit = unit
        self.n = n
        self.rule = rule
    }
}

/// The answers to the questions that a run bears on.
extension ResultsDatabase {
    /// Saves verdicts, each in place of the run's earlier one on the same question.
    package func save(verdicts: [VerdictRecord], run: UUID) throws {
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
    package func verdicts(run: UUID) throws -> [VerdictRecord] {
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

/// A run that others are compared with, under a name.
package struct StoredBaseline: Sendable, Equatable {
    /// Its name, unique in its database.
    package var name: String
    /// The run.
    package var run: UUID
    /// Wall-clock time at which it got the name.
    package var setAt: Date

    /// A value of these parts.
    package init(name: String, run: UUID, setAt: Date) {
        self.name = name
        self.run = run
        self.setAt = setAt
    }
}

/// Names for runs that others are compared with. A name can be given to another run or taken away; the runs stay as they are.
extension ResultsDatabase {
    /// Gives a name to a run, in place of the run that had it.
    ///
    /// - Throws: `ResultsError`, `unknownRun`.
    package func set(baseline name: String, run: UUID, at date: Date) throws {
        try write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO baseline (name, run, set_ms) VALUES (?, ?, ?)",
                arguments: [name, try rowID(of: run, database), date.milliseconds])
        }
    }

    /// Takes a name away.
    ///
    /// - Returns: whether there was one.
    package func delete(baseline name: String) throws -> Bool {
        try write { database in
            try database.execute(sql: "DELETE FROM baseline WHERE name = ?", arguments: [name])
            return database.changesCount > 0
        }
    }

    /// All names, in order.
    package func baselines() throws -> [StoredBaseline] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT baseline.name, run.uuid, baseline.set_ms FROM baseline JOIN run ON run.id = baseline.run
                    ORDER BY baseline.name
                    """)
            return try rows.map { row in
                let uuid: String = row[1]
                guard let run = UUID(uuidString: uuid) else {
                    throw ResultsError(.damaged, "the run \(uuid) has an id that Plimsoll did not write")
                }
                return StoredBaseline(name: row[0], run: run, setAt: Date(milliseconds: row[2]))
            }
        }
    }
}
