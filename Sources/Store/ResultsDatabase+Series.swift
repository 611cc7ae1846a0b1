import Foundation
import GRDB

/// Metrics that are no part of a job's record: series and their points.
extension ResultsDatabase {
    /// Adds points, all in one transaction. A series begins with its first point.
    ///
    /// - Throws: `ResultsError`: `unknownRun`; `rejected` for a value that is no number or a job that is not there.
    public func record(_ points: [PointRecord], run: UUID) throws {
        try write { database in
            let run = try rowID(of: run, database)
            let insertion = try database.cachedStatement(
                sql: "INSERT INTO point (series, job, at_ms, value) VALUES (?, ?, ?, ?)")
            for point in points {
                let series = try Self.series(point, run: run, database)
                try insertion.execute(arguments: [series, point.job, point.at.milliseconds, point.value])
            }
        }
    }

    /// The points of a run's series of one name, in the order of their time.
    public func points(run: UUID, name: String) throws -> [PointRecord] {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT point.job, series.unit, point.at_ms, point.value FROM point
                    JOIN series ON series.id = point.series
                    WHERE series.run = ? AND series.name = ? ORDER BY point.at_ms, point.rowid
                    """,
                arguments: [try rowID(of: run, database), name])
            var points: [PointRecord] = []
            while let row = try rows.next() {
                points.append(
                    PointRecord(
                        job: row[0], name: name, unit: row[1], at: Date(milliseconds: row[2]), value: row[3]))
            }
            return points
        }
    }

    /// The names of all series of a run, sorted.
    public func seriesNames(run: UUID) throws -> [String] {
        try read { database in
            try String.fetchAll(
                database, sql: "SELECT DISTINCT name FROM series WHERE run = ? ORDER BY name",
                arguments: [try rowID(of: run, database)])
        }
    }

    private static func series(_ point: PointRecord, run: Int64, _ database: Database) throws -> Int64 {
        let known = try database.cachedStatement(sql: "SELECT id FROM series WHERE run = ? AND name = ? AND unit = ?")
        if let id = try Int64.fetchOne(known, arguments: [run, point.name, point.unit]) { return id }
        try database.execute(
            sql: "INSERT INTO series (run, name, unit) VALUES (?, ?, ?)", arguments: [run, point.name, point.unit])
        return database.lastInsertedRowID
    }
}
