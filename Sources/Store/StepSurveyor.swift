import GRDB
import Model

/// Counts the steps of a run's jobs as they come: both are ordered by the job's id, so they are merged.
struct StepSurveyor {
    /// Its only argument is the run's row id; steps of other runs' jobs may lie between.
    static let sql = """
        SELECT job, instruction, cacheable, cached, error IS NULL, miss_reason, duration_s, bytes FROM step
        WHERE job BETWEEN (SELECT min(id) FROM job WHERE run = ?1) AND (SELECT max(id) FROM job WHERE run = ?1)
        ORDER BY job, ordinal
        """

    private let rows: RowCursor
    private let columns: StatementColumns
    /// The job of the row that the cursor stands on; nil behind the last.
    private var waiting: Int64?
    private var table = StepTallyTable()
    /// By the number of the job's kind: the kind of its steps, where the job was warm and where it was not.
    private var kinds: [(warm: Int, other: Int)] = []

    init(_ database: Database, run: Int64) throws {
        let statement = try database.makeStatement(sql: Self.sql)
        rows = try Row.fetchCursor(statement, arguments: [run])
        columns = StatementColumns(statement)
        try advance()
    }

    /// Counts the steps of a job: jobs must come in the order of their ids, kinds in the order of their numbers.
    mutating func count(_ job: JobOutline, of kind: JobKind) throws -> StepCounts {
        if job.kind == kinds.count {
            let warm = number(kind, warm: true)
            let other = number(kind, warm: false)
            kinds.append((warm: warm, other: other))
        }
        var counts = StepCounts()
        while let next = waiting, next < job.id { try advance() }
        let isWarm = !job.warmup && !job.cold && job.outcome == .succeeded
        let stepKind = isWarm ? kinds[job.kind].warm : kinds[job.kind].other
        while waiting == job.id {
            if columns.flag(2) {
                let cached = columns.flag(3)
                counts.cacheable += 1
                if cached { counts.cached += 1 }
                if columns.flag(4) {
                    let reason = try missReason()
                    table.add(
                        columns.integer(1), cached: cached, missReason: reason,
                        seconds: columns.optionalDouble(6), bytes: columns.optionalInteger(7), kind: stepKind,
                        weight: job.weight)
                }
            }
            try advance()
        }
        return counts
    }

    /// What was counted.
    func tallies(_ database: Database) throws -> [StepTally] {
        var instructions = SharedTexts.instructions
        return try table.tallies { try instructions.text($0, database) }
    }

    private mutating func advance() throws {
        waiting = try rows.next() == nil ? nil : columns.integer(0)
    }

    private mutating func number(_ kind: JobKind, warm: Bool) -> Int {
        table.number(
            of: StepTallyTable.Kind(
                configuration: kind.configuration, fixture: kind.fixture, changeClass: kind.changeClass, warm: warm))
    }

    private func missReason() throws -> MissReason? {
        guard let text = columns.optionalText(5) else { return nil }
        guard let reason = MissReason(rawValue: text) else {
            throw ResultsError(
                .damaged,
                "a step of job \(columns.integer(0)) missed for `\(text)`, a reason that Plimsoll does not know: "
                    + "a newer version may have written it")
        }
        return reason
    }
}
