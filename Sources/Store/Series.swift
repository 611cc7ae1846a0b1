import Foundation
import GRDB
import Model

/// One value of a metric at one moment.
package struct PointRecord: Sendable, Equatable {
    /// The job that it belongs to; nil if it belongs to the run as a whole.
    package var job: Int64?
    /// What is measured: any name, no migration is needed for a new one.
    package var name: String
    /// The unit of `value`, in the singular, as `byte` or `s`.
    package var unit: String
    /// Wall-clock time of the measurement.
    package var at: Date
    /// Finite.
    package var value: Double

    package init(job: Int64? = nil, name: String, unit: String, at: Date, value: Double) {
        (self.job, self.name, self.unit, self.at, self.value) = (job, name, unit, at, value)
    }
}

extension PointRecord {
    /// What stands before a part's name in the name of its series.
    package static let remainderPrefix = "remainder."

    /// What stands between a part's name and that of the configuration whose own engine was surveyed.
    private static let configurationMark: Character = "@"

    /// A part of the unaccounted bytes, as a point of a series of the run: `remainder.directories`, or of a
    /// configuration's own engine `remainder.directories@builder=legacy,policy=lru`.
    package init(_ remainder: RemainderRecord) {
        let owner = remainder.configuration.map { "\(Self.configurationMark)\($0)" } ?? ""
        self.init(
            name: Self.remainderPrefix + remainder.part + owner, unit: "byte", at: remainder.at,
            value: Double(remainder.bytes))
    }

    /// The part and the configuration in the name of a series, its prefix taken off.
    static func remainderPart(_ name: String) -> (part: String, configuration: String?) {
        let halves = name.split(separator: configurationMark, maxSplits: 1).map(String.init)
        return (halves.first ?? name, halves.count > 1 ? halves[1] : nil)
    }
}

/// A point of a measured job that succeeded.
package struct JobPointValue {
    package var group: JobGroup
    /// How much the job counts when the trace is weighted back to its population.
    package var weight: Double
    /// The series' name.
    package var series: String
    /// The unit of `value`.
    package var unit: String
    package var value: Double
}

/// Metrics that are no part of a job's record: series and their points.
extension ResultsDatabase {
    /// Adds points. A series begins with its first point.
    /// - Throws: `ResultsError`: `unknownRun`; `rejected` for a value that is no number or a job that does not exist.
    package func record(_ points: [PointRecord], run: UUID) throws {
        try writing { database in
            let run = try rowID(of: run, database)
            let insertion = try database.cachedStatement(
                sql: "INSERT INTO point (series, job, at_ms, value) VALUES (?, ?, ?, ?)")
            for point in points {
                let series = try Self.series(point, run: run, database)
                try insertion.execute(arguments: [series, point.job, point.at.milliseconds, point.value])
            }
        }
    }

    private static func series(_ point: PointRecord, run: Int64, _ database: Database) throws -> Int64 {
        let known = try database.cachedStatement(sql: "SELECT id FROM series WHERE run = ? AND name = ? AND unit = ?")
        if let id = try Int64.fetchOne(known, arguments: [run, point.name, point.unit]) { return id }
        try database.execute(
            sql: "INSERT INTO series (run, name, unit) VALUES (?, ?, ?)", arguments: [run, point.name, point.unit])
        return database.lastInsertedRowID
    }

    /// The points of a run's series of one name, in the order of their time.
    package func points(run: UUID, name: String) throws -> [PointRecord] {
        try list(
            run: run,
            """
            SELECT point.job, series.unit, point.at_ms, point.value FROM point JOIN series ON series.id = point.series
            WHERE series.run = ? AND series.name = ? ORDER BY point.at_ms, point.rowid
            """, [name]
        ) { PointRecord(job: $0[0], name: name, unit: $0[1], at: Date(milliseconds: $0[2]), value: $0[3]) }
    }

    /// Whether a run has a point of one of these names, of a job or of the run as a whole.
    package func hasPoints(run: UUID, named names: [String]) throws -> Bool {
        try reading { database in
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
        try list(run: run, "SELECT DISTINCT name FROM series WHERE run = ? ORDER BY name") { $0[0] }
    }

    /// The jobs of a run with a point of one of these names that is not 0.
    package func jobs(run: UUID, withPoint names: [String]) throws -> Set<Int64> {
        let places = names.map { _ in "?" }.joined(separator: ", ")
        let jobs: [Int64] = try list(
            run: run,
            """
            SELECT point.job FROM series JOIN point ON point.series = series.id
            WHERE series.run = ? AND series.name IN (\(places)) AND point.job IS NOT NULL AND point.value <> 0
            """, StatementArguments(names)
        ) { $0[0] }
        return Set(jobs)
    }

    /// Visits the points of a run's measured jobs that succeeded, series by series, each in the order in which it was
    /// recorded.
    ///
    /// `body` runs inside one reading transaction and must not use the database.
    package func forEachJobPoint(run: UUID, _ body: (JobPointValue) throws -> Void) throws {
        try reading { database in
            let statement = try database.makeStatement(
                sql: """
                    SELECT job.id, job.scenario, job.configuration, job.fixture, job.change_class, job.cold,
                        series.name, series.unit, point.value, job.weight
                    FROM series JOIN point ON point.series = series.id JOIN job ON job.id = point.job
                    WHERE series.run = ? AND job.warmup = 0 AND job.outcome = 'succeeded'
                    ORDER BY series.id, point.rowid
                    """)
            let rows = try Row.fetchCursor(statement, arguments: [try rowID(of: run, database)])
            let row = StatementColumns(statement)
            var cells = Cells()
            while try rows.next() != nil {
                let group = JobGroup(try cells.cell(row, database), cold: row.flag(5))
                try body(
                    JobPointValue(
                        group: group, weight: row.double(9), series: row.text(6), unit: row.text(7),
                        value: row.double(8)))
            }
        }
    }
}
