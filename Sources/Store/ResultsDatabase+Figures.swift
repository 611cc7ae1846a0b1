import Foundation
import GRDB
import Model

/// Bare figures of a run's jobs, read as they come: a million of them in a few seconds and in constant memory.
extension ResultsDatabase {
    /// Visits the figures of all jobs of a run in the order in which they were saved, warm-ups and failures too.
    ///
    /// `body` runs inside one reading transaction and must not use the database.
    public func forEachFigures(run: UUID, _ body: (JobGroup, JobFigures) throws -> Void) throws {
        try read { database in
            let run = try rowID(of: run, database)
            var reader = FiguresReader(steps: try Self.stepCounts(run: run, database))
            let rows = try Row.fetchCursor(database, sql: FiguresReader.sql, arguments: [run])
            while let row = try rows.next() {
                let figures = try reader.figures(row, database)
                try body(reader.groups[figures.group], figures)
            }
        }
    }

    /// Visits the points of a run's measured jobs that succeeded, series by series, each in the order in which it was recorded.
    ///
    /// `body` takes the job's group, the series' name and unit, and the value.
    public func forEachJobPoint(
        run: UUID, _ body: (JobGroup, String, String, Double) throws -> Void
    ) throws {
        try read { database in
            var reader = FiguresReader(steps: nil)
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT job.id, job.scenario, job.configuration, job.fixture, job.change_class, job.cold,
                        series.name, series.unit, point.value
                    FROM series JOIN point ON point.series = series.id JOIN job ON job.id = point.job
                    WHERE series.run = ? AND job.warmup = 0 AND job.outcome = 'succeeded'
                    ORDER BY series.id, point.rowid
                    """,
                arguments: [try rowID(of: run, database)])
            while let row = try rows.next() {
                let group = try reader.group(row, database)
                try body(reader.groups[group], row[6], row[7], row[8])
            }
        }
    }

    /// The jobs of a run with a point of one of these names that is not 0.
    public func jobs(run: UUID, withPoint names: [String]) throws -> Set<Int64> {
        try read { database in
            let run = try rowID(of: run, database)
            var jobs: Set<Int64> = []
            for name in names {
                jobs.formUnion(
                    try Int64.fetchSet(
                        database,
                        sql: """
                            SELECT point.job FROM series JOIN point ON point.series = series.id
                            WHERE series.run = ? AND series.name = ? AND point.job IS NOT NULL AND point.value <> 0
                            """, arguments: [run, name]))
            }
            return jobs
        }
    }

    /// How many things of each kind the run's audits found left, also where it was none.
    public func leakTotals(run: UUID) throws -> [LeakTotal] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT audit.scenario, audit_kind.kind, max(audit_kind.sight = 'hidden'),
                        sum((SELECT count(*) FROM leak WHERE leak.audit = audit.id AND leak.kind = audit_kind.kind))
                    FROM audit JOIN audit_kind ON audit_kind.audit = audit.id
                    WHERE audit.run = ? GROUP BY 1, 2 ORDER BY 1, 2
                    """, arguments: [try rowID(of: run, database)])
            return rows.map { LeakTotal(scenario: $0[0], kind: $0[1], isHidden: $0[2], count: $0[3]) }
        }
    }

    /// The counts of cacheable steps by job, ascending: of all jobs from the run's first to its last.
    private static func stepCounts(run: Int64, _ database: Database) throws -> RowCursor {
        try Row.fetchCursor(
            database,
            sql: """
                SELECT job, count(*), sum(cached) FROM step
                WHERE job BETWEEN (SELECT min(id) FROM job WHERE run = ?1) AND (SELECT max(id) FROM job WHERE run = ?1)
                    AND cacheable = 1 AND error IS NULL
                GROUP BY job ORDER BY job
                """, arguments: [run])
    }
}
