import Foundation
import GRDB
import Model

/// One value of a metric at one moment.
package struct PointRecord: Sendable, Equatable {
    /// The job that it belongs to; nil when it belongs to the run as a whole.
    package var job: Int64?
    /// What is measured: any name, no migration is needed for a new one.
    package var name: String
    /// The unit of `value`, in the singular, as `byte` or `s`.
    package var unit: String
    /// Wall-clock time of the measurement.
    package var at: Date
    /// The value, finite.
    package var value: Double

    /// A value measured at a moment.
    package init(job: Int64? = nil, name: String, unit: String, at: Date, value: Double) {
        self.job = job
        self.name = name
        self.unit = unit
        self.at = at
        self.value = value
    }
}

extension PointRecord {
    /// What stands before a part's name in the name of its series.
    package static let remainderPrefix = "remainder."

    /// What stands between a part's name and that of the configuration whose own engine was surveyed.
    private static let configurationMark: Character = "@"

    /// A part of the remainder, as a point of a series of the run: `remainder.directories`, or of a configuration's own engine
    /// `remainder.directories@builder=legacy,policy=lru`.
    package init(_ remainder: RemainderRecord) {
        let owner = remainder.configuration.map { "\(Self.configurationMark)\($0)" } ?? ""
        self.init(
            name: Self.remainderPrefix + remainder.part + owner, unit: "byte", at: remainder.at,
            value: Double(remainder.bytes))
    }

    /// The part and the configuration that the name of a series stands for, its prefix taken off.
    static func remainderPart(_ name: String) -> (part: String, configuration: String?) {
        let halves = name.split(separator: configurationMark, maxSplits: 1).map(String.init)
        return (halves.first ?? name, halves.count > 1 ? halves[1] : nil)
    }
}

/// Metrics that are no part of a job's record: series and their points.
extension ResultsDatabase {
    /// Adds points, all in one transaction. A series begins with its first point.
    ///
    /// - Throws: `ResultsError`: `unknownRun`; `rejected` for a value that is no number or a job that is not there.
    package func record(_ points: [PointRecord], run: UUID) throws {
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
    package func points(run: UUID, name: String) throws -> [PointRecord] {
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

    /// Whether a run has a point of one of these names, of a job or of the run as a whole.
    package func hasPoints(run: UUID, named names: [String]) throws -> Bool {
        try read { database in
            let run = try rowID(of: run, database)
            return try names.contains { name in
                try Bool.fetchOne(
                    database,
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM series JOIN point ON point.series = series.id
                            WHERE series.run = ? AND series.name = ?)
                        """, arguments: [run, name]) ?? false
            }
        }
    }

    /// The names of all series of a run, sorted.
    package func seriesNames(run: UUID) throws -> [String] {
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
