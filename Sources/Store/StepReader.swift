import Foundation
import GRDB
import Model

/// Rows that belong to jobs, ordered by the job's id in the first column, to be merged with the jobs.
struct MergedRows {
    private let rows: RowCursor
    let row: StatementColumns
    /// The job of the row that the cursor stands on; nil after the last.
    private var job: Int64?

    /// - Parameters:
    ///   - selection: the jobs that the statement's condition is of.
    ///   - names: the arguments after the selection's.
    init(_ sql: String, _ selection: JobSelection, names: [String] = [], _ database: Database) throws {
        let statement = try database.makeStatement(sql: sql)
        rows = try Row.fetchCursor(statement, arguments: selection.arguments + StatementArguments(names))
        row = StatementColumns(statement)
        try advance()
    }

    /// Whether the cursor stands on a row of a job. Jobs must come in the order of their ids.
    mutating func isAt(_ id: Int64) throws -> Bool {
        while let next = job, next < id { try advance() }
        return job == id
    }

    mutating func advance() throws { job = try rows.next() == nil ? nil : row.integer(0) }
}

/// Reads, or only counts, the steps of jobs.
struct StepReader {
    private static func sql(_ selection: JobSelection) -> String {
        """
        SELECT job, instruction, cacheable, cached, error, miss_reason, duration_s, bytes, ordinal, started_ms
        FROM step WHERE \(selection.includes("job")) ORDER BY job, ordinal
        """
    }

    private var rows: MergedRows
    private let keepsSteps: Bool
    private let keepsMade: Bool
    private var table: StepTallyTable?
    private var instructions = SharedTexts.instructions

    init(
        _ database: Database, _ selection: JobSelection, keepsSteps: Bool, keepsMade: Bool, isTallying: Bool
    ) throws {
        rows = try MergedRows(Self.sql(selection), selection, database)
        (self.keepsSteps, self.keepsMade) = (keepsSteps, keepsMade)
        if isTallying { table = StepTallyTable() }
    }

    /// Counts a job's steps, and reads what is kept of them.
    /// - Returns: whether that put something into `parts`.
    mutating func read(_ job: inout Job, _ parts: inout Job.Parts, _ database: Database) throws -> Bool {
        var (cacheable, cached, made, areSizesTold) = (0, 0, 0, false)
        table?.begin(job)
        let row = rows.row
        while try rows.isAt(job.id) {
            let isCacheable = row.flag(2)
            let isCached = row.flag(3)
            if isCacheable {
                cacheable += 1
                if isCached { cached += 1 }
                if table != nil, row.isNull(4) {
                    let reason = try missReason()
                    table?.add(
                        row.integer(1), cached: isCached, missReason: reason, seconds: row.optionalDouble(6),
                        bytes: row.optionalInteger(7))
                }
            }
            if keepsMade, let bytes = row.optionalInteger(7) {
                areSizesTold = true
                if isCacheable && !isCached { made += bytes }
            }
            if keepsSteps { parts.steps.append(try step(database)) }
            try rows.advance()
        }
        (job.cacheableSteps, job.cachedSteps) = (cacheable, cached)
        // A job whose steps all came from the cache made nothing; one whose engine reports no sizes is unknown.
        if areSizesTold { parts.made = made }
        return areSizesTold || !parts.steps.isEmpty
    }

    func tallies(_ database: Database) throws -> [StepTally] {
        var instructions = self.instructions
        return try table?.tallies { try instructions.text($0, database) } ?? []
    }

    private mutating func step(_ database: Database) throws -> StepRecord {
        let row = rows.row
        return StepRecord(
            ordinal: Int(row.integer(8)), instruction: try instructions.text(row.integer(1), database),
            cacheable: row.flag(2), cached: row.flag(3),
            startedAt: row.isNull(9) ? nil : Date(milliseconds: row.integer(9)), duration: row.optionalDouble(6),
            missReason: try missReason(), error: row.optionalText(4), bytes: row.optionalInteger(7))
    }

    private func missReason() throws -> MissReason? {
        guard let text = rows.row.optionalText(5) else { return nil }
        guard let reason = MissReason(rawValue: text) else {
            throw ResultsError(
                .damaged,
                "a step of job \(rows.row.integer(0)) missed for `\(text)`, a reason that Plimsoll does not know: "
                    + "a newer version may have written it")
        }
        return reason
    }
}
