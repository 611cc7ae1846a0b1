import GRDB

/// What each job's build made anew, added up as the jobs come: both are ordered by the job's id, so they are merged.
struct MadeBytesReader {
    /// Its only argument is the run's row id; steps of other runs' jobs may lie between.
    private static let sql = """
        SELECT job, sum(CASE WHEN cacheable AND NOT cached THEN bytes END), count(bytes) FROM step
        WHERE job BETWEEN (SELECT min(id) FROM job WHERE run = ?1) AND (SELECT max(id) FROM job WHERE run = ?1)
        GROUP BY job ORDER BY job
        """

    private let rows: RowCursor
    /// What was read and belongs to a job that has not come yet.
    private var waiting: (job: Int64, made: Int?, told: Int)?

    init(_ database: Database, run: Int64) throws {
        rows = try Row.fetchCursor(database, sql: Self.sql, arguments: [run])
        try advance()
    }

    /// The layers that a job's build made, in bytes; nil where the engine told no size. Jobs must come in the order of their ids.
    mutating func made(by job: Int64) throws -> Int? {
        while let next = waiting, next.job < job { try advance() }
        // A job of which every step came from the cache made nothing; one whose engine told no size is not known.
        guard let found = waiting, found.job == job, found.told > 0 else { return nil }
        return found.made ?? 0
    }

    private mutating func advance() throws {
        guard let row = try rows.next() else {
            waiting = nil
            return
        }
        let job: Int64 = row[0]
        let made: Int? = row[1]
        let told: Int = row[2]
        waiting = (job: job, made: made, told: told)
    }
}
