import Foundation
import GRDB
import Model

/// Steps, looked at across jobs.
extension ResultsDatabase {
    /// The cacheable steps of a run that did not fail, counted by all that a cache analysis looks at.
    public func stepTallies(run: UUID) throws -> [StepTally] {
        try survey(run: run).tallies
    }

    /// Visits the cacheable steps of a run's measured jobs whose revisions are changes with names, in the order of the plan.
    ///
    /// `body` runs inside one reading transaction and must not use the database.
    public func forEachNamedChangeStep(run: UUID, _ body: (NamedChangeStep) -> Void) throws {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT substr(job.revision, instr(job.revision, ' ') + 1), configuration.name, job.fixture,
                        instruction.text, step.cached, step.miss_reason
                    FROM job JOIN step ON step.job = job.id JOIN configuration ON configuration.id = job.configuration
                    JOIN instruction ON instruction.id = step.instruction
                    WHERE job.run = ? AND job.warmup = 0 AND instr(job.revision, ' ') > 0 AND step.cacheable = 1
                        AND job.outcome = 'succeeded'
                    ORDER BY job.round, job.position, step.ordinal
                    """,
                arguments: [try rowID(of: run, database)])
            while let row = try rows.next() {
                body(
                    NamedChangeStep(
                        change: row[0], configuration: row[1], fixture: row[2], instruction: row[3], cached: row[4],
                        missReason: try reason(row, 5)))
            }
        }
    }

    private func reason(_ row: Row, _ column: Int) throws -> MissReason? {
        let text: String? = row[column]
        return text == nil ? nil : try word(row, column)
    }

    private func word<Word: RawRepresentable<String>>(_ row: Row, _ column: Int) throws -> Word {
        let text: String = row[column]
        guard let word = Word(rawValue: text) else {
            throw ResultsError(
                .damaged,
                "a job has `\(text)` where Plimsoll knows no such \(Word.self): a newer version may have written it")
        }
        return word
    }
}
