import Foundation
import GRDB
import Records

/// Steps, counted by the database: reading each of a million would take seconds.
extension ResultsDatabase {
    /// The cacheable steps of a run that did not fail, counted by all that a cache analysis looks at.
    public func stepTallies(run: UUID) throws -> [StepTally] {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT configuration.name, fixture, change_class, warm, instruction.text, cached, miss_reason,
                        number, weight, seconds, timed, bytes, weighted_bytes
                    FROM (
                        SELECT job.configuration AS configuration, job.fixture AS fixture,
                            job.change_class AS change_class,
                            job.warmup = 0 AND job.cold = 0 AND job.outcome = 'succeeded' AS warm,
                            step.instruction AS instruction, step.cached AS cached, step.miss_reason AS miss_reason,
                            count(*) AS number, sum(job.weight) AS weight,
                            coalesce(sum(step.duration_s), 0.0) AS seconds, count(step.duration_s) AS timed,
                            coalesce(sum(step.bytes), 0) * 1.0 AS bytes,
                            coalesce(sum(step.bytes * job.weight), 0.0) AS weighted_bytes
                        FROM job JOIN step ON step.job = job.id
                        WHERE job.run = ? AND step.cacheable = 1 AND step.error IS NULL
                        GROUP BY 1, 2, 3, 4, 5, 6, 7
                    ) AS tally
                    JOIN configuration ON configuration.id = tally.configuration
                    JOIN instruction ON instruction.id = tally.instruction
                    ORDER BY fixture, configuration.name, change_class, instruction.text, warm, cached, miss_reason
                    """,
                arguments: [try rowID(of: run, database)])
            var tallies: [StepTally] = []
            while let row = try rows.next() {
                tallies.append(
                    StepTally(
                        configuration: row[0], fixture: row[1], changeClass: try word(row, 2), warm: row[3],
                        instruction: row[4], cached: row[5], missReason: try reason(row, 6), count: row[7],
                        weight: row[8], seconds: row[9], timed: row[10], bytes: row[11], weightedBytes: row[12]))
            }
            return tallies
        }
    }

    /// The cacheable steps of a run's measured jobs whose revisions are changes with names, in the order of the plan.
    public func namedChangeSteps(run: UUID) throws -> [NamedChangeStep] {
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
            var steps: [NamedChangeStep] = []
            while let row = try rows.next() {
                steps.append(
                    NamedChangeStep(
                        change: row[0], configuration: row[1], fixture: row[2], instruction: row[3], cached: row[4],
                        missReason: try reason(row, 5)))
            }
            return steps
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
