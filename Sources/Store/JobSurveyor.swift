import GRDB
import Model

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
