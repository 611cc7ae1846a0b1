import Foundation
import GRDB
import Model

/// The cacheable steps of a run that are alike in all that a cache analysis looks at, counted.
package struct StepTally: Sendable, Equatable {
    /// The configuration's name.
    package var configuration: String
    /// The fixture's name.
    package var fixture: String
    /// What the jobs' revisions changed.
    package var changeClass: ChangeClass
    /// Whether the jobs succeeded on a warm worker: no warm-ups, none told to build without the cache.
    package var warm: Bool
    /// The instruction's text.
    package var instruction: String
    /// Whether the steps came from the cache.
    package var cached: Bool
    /// Why they did not, where it is known.
    package var missReason: MissReason?
    /// How many steps.
    package var count: Int
    /// The weights of their jobs, added up.
    package var weight: Double
    /// How long they took together, in seconds, those whose time is known.
    package var seconds: Double
    /// How many of them have a known time.
    package var timed: Int
    /// The sizes of their layers added up, in bytes, those whose size is known.
    package var bytes: Double
    /// The same, each with its job's weight.
    package var weightedBytes: Double

    /// A value of these parts.
    package init(
        configuration: String, fixture: String, changeClass: ChangeClass, warm: Bool, instruction: String, cached: Bool,
        missReason: MissReason? = nil, count: Int, weight: Double, seconds: Double, timed: Int,
        bytes: Double = 0, weightedBytes: Double = 0
    ) {
        self.configuration = configuration
        self.fixture = fixture
        self.changeClass = changeClass
        self.warm = warm
        self.instruction = instruction
        self.cached = cached
        self.missReason = missReason
        self.count = count
        self.weight = weight
        self.seconds = seconds
        self.timed = timed
        self.bytes = bytes
        self.weightedBytes = weightedBytes
    }
}

/// A cacheable step of a job whose revision is a change with a name of its own.
package struct NamedChangeStep: Sendable, Equatable {
    /// The change's name.
    package var change: String
    /// The configuration's name.
    package var configuration: String
    /// The fixture's name.
    package var fixture: String
    /// Its instruction.
    package var instruction: String
    /// Whether it came from the cache.
    package var cached: Bool
    /// Why it did not, where it is known.
    package var missReason: MissReason?

    /// A value of these parts.
    package init(
        change: String, configuration: String, fixture: String, instruction: String, cached: Bool,
        missReason: MissReason? = nil
    ) {
        self.change = change
        self.configuration = configuration
        self.fixture = fixture
        self.instruction = instruction
        self.cached = cached
        self.missReason = missReason
    }
}

/// Steps, looked at across jobs.
extension ResultsDatabase {
    /// The cacheable steps of a run that did not fail, counted by all that a cache analysis looks at.
    package func stepTallies(run: UUID) throws -> [StepTally] {
        try survey(run: run).tallies
    }

    /// Visits the cacheable steps of a run's measured jobs whose revisions are changes with names, in the order of the plan.
    ///
    /// `body` runs inside one reading transaction and must not use the database.
    package func forEachNamedChangeStep(run: UUID, _ body: (NamedChangeStep) -> Void) throws {
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
