import Foundation
import GRDB
import Model

/// What many jobs of a run have in common.
package struct JobKind: Sendable, Hashable {
    /// The scenario's name.
    package var scenario: String
    /// The configuration's name.
    package var configuration: String
    /// The fixture's name.
    package var fixture: String
    /// What the revisions changed.
    package var changeClass: ChangeClass

    /// A value of these parts.
    package init(scenario: String, configuration: String, fixture: String, changeClass: ChangeClass) {
        self.scenario = scenario
        self.configuration = configuration
        self.fixture = fixture
        self.changeClass = changeClass
    }
}

/// The bare figures of a job, for what looks at a million of them. Durations are in seconds.
package struct JobOutline: Sendable {
    /// Its id in this database.
    package var id: Int64
    /// Which of the run's kinds of job it is, from 0 in the order in which they come first.
    package var kind: Int
    /// How much it counts when the trace is weighted back to its population.
    package var weight: Double
    /// Its place in the plan.
    package var position: Int
    /// The round of the interleaved order that it belongs to.
    package var round: Int
    /// Whether it only warmed the worker.
    package var warmup: Bool
    /// Whether it was told to build without the cache.
    package var cold: Bool
    /// How it ended.
    package var outcome: Outcome
    /// From its start to the end of its cleanup; nil where it was not cleaned up.
    package var wall: Double?
    /// How long its own command ran.
    package var command: Double?
    /// Its phases; nil where one was not entered.
    package var context, build, run, artifacts, cleanup: Double?
    /// What Plimsoll itself cost.
    package var own: OwnCost
    /// The same command without an engine.
    package var direct: DirectRecord?
    /// How its build's steps fared.
    package var steps: StepCounts
    /// Why it did not succeed.
    package var failure: String?
}

/// What one pass over a run's jobs and their steps counted beside what it handed on.
package struct RunSurvey: Sendable, Equatable {
    /// The cacheable steps that did not fail, counted by all that a cache analysis looks at.
    package var tallies: [StepTally]
    /// Whether a measured job that succeeded was of a change with a name of its own.
    package var hasNamedChanges: Bool
}

/// One pass over all that a run measured: a million jobs with their steps in a few seconds, in constant memory.
extension ResultsDatabase {
    /// Visits the outlines of all jobs of a run in the order in which they were saved, each beside its kind, and counts their steps.
    ///
    /// `body` runs inside one reading transaction and must not use the database.
    package func survey(
        run: UUID, _ body: (JobKind, JobOutline) -> Void = { _, _ in }
    ) throws -> RunSurvey {
        try read { database in
            let run = try rowID(of: run, database)
            let statement = try database.makeStatement(sql: JobSurveyor.sql)
            let rows = try Row.fetchCursor(statement, arguments: [run])
            var jobs = JobSurveyor(statement)
            var steps = try StepSurveyor(database, run: run)
            var hasNamedChanges = false
            while try rows.next() != nil {
                var job = try jobs.outline(database)
                if !hasNamedChanges, !job.warmup, job.outcome == .succeeded { hasNamedChanges = jobs.isNamedChange }
                let kind = jobs.kinds[job.kind]
                job.steps = try steps.count(job, of: kind)
                body(kind, job)
            }
            return RunSurvey(tallies: try steps.tallies(database), hasNamedChanges: hasNamedChanges)
        }
    }
}

/// Reads the outlines of a run's jobs, which it sorts into kinds, from a statement of its own.
struct JobSurveyor {
    /// The run's row id is its only argument. Rows are read in the order of the table: by an index each would be looked up.
    static let sql = """
        SELECT job.id, scenario, configuration, fixture, change_class, job.outcome, weight, position, round, warmup, cold,
            wall_s, command_s, context_s, build_s, run_s, artifacts_s, cleanup_s, own_cpu_s, own_wall_s, requests,
            job.failure, direct_order, direct_s, direct_run.exit_status, instr(revision, ' ') > 0,
            \(Schema.directOutcome)
        FROM job LEFT JOIN direct_run ON direct_run.job = job.id
        WHERE +job.run = ?1
            AND job.id BETWEEN (SELECT min(id) FROM job WHERE run = ?1) AND (SELECT max(id) FROM job WHERE run = ?1)
        ORDER BY job.id
        """

    private struct Key: Hashable {
        var scenario: String
        var configuration: Int64
        var fixture: String
        var changeClass: String
    }

    private let columns: StatementColumns
    private var configurations = SharedTexts.configurations
    private var numbers: [Key: Int] = [:]
    /// The kinds in the order in which they came first.
    private(set) var kinds: [JobKind] = []

    /// - Parameter statement: of `sql`.
    init(_ statement: Statement) {
        columns = StatementColumns(statement)
    }

    /// The job of the row that the statement's cursor stands on; its steps are not counted yet.
    mutating func outline(_ database: Database) throws -> JobOutline {
        JobOutline(
            id: columns.integer(0), kind: try kind(database), weight: columns.double(6),
            position: Int(columns.integer(7)), round: Int(columns.integer(8)), warmup: columns.flag(9),
            cold: columns.flag(10), outcome: try word(5), wall: columns.optionalDouble(11),
            command: columns.optionalDouble(12), context: columns.optionalDouble(13),
            build: columns.optionalDouble(14), run: columns.optionalDouble(15),
            artifacts: columns.optionalDouble(16), cleanup: columns.optionalDouble(17),
            own: OwnCost(
                processor: columns.double(18), outsideRequests: columns.double(19),
                requests: Int(columns.integer(20))),
            direct: try direct(), steps: StepCounts(), failure: columns.optionalText(21))
    }

    /// Whether the revision of the row's job is a change with a name of its own.
    var isNamedChange: Bool { columns.flag(25) }

    private mutating func kind(_ database: Database) throws -> Int {
        let key = Key(
            scenario: columns.text(1), configuration: columns.integer(2), fixture: columns.text(3),
            changeClass: columns.text(4))
        if let number = numbers[key] { return number }
        kinds.append(
            JobKind(
                scenario: key.scenario, configuration: try configurations.text(key.configuration, database),
                fixture: key.fixture, changeClass: try word(4)))
        numbers[key] = kinds.count - 1
        return kinds.count - 1
    }

    private func direct() throws -> DirectRecord? {
        guard columns.optionalText(22) != nil else { return nil }
        return DirectRecord(
            order: try word(22), end: try word(26), seconds: columns.optionalDouble(23),
            exitStatus: columns.optionalInteger(24))
    }

    private func word<Word: RawRepresentable<String>>(_ column: Int32) throws -> Word {
        let text = columns.text(column)
        guard let word = Word(rawValue: text) else {
            throw ResultsError(
                .damaged,
                "job \(columns.integer(0)) has `\(text)` where Plimsoll knows no such \(Word.self): "
                    + "a newer version may have written it")
        }
        return word
    }
}
