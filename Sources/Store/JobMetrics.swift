import Foundation
import GRDB
import Model

/// The jobs of a run that are alike in all that was planned for them, but for the revision.
package struct JobGroup: Sendable, Hashable {
    /// The scenario's name.
    package var scenario: String
    /// The configuration's name.
    package var configuration: String
    /// The fixture's name.
    package var fixture: String
    /// What the revisions changed.
    package var changeClass: ChangeClass
    /// Whether the jobs were told to build without the cache.
    package var cold: Bool

    init(_ cell: Cell, cold: Bool) {
        (scenario, configuration, fixture) = (cell.scenario, cell.configuration, cell.fixture)
        (changeClass, self.cold) = (cell.changeClass, cold)
    }
}

/// Numbers the groups of jobs in the order in which they come first.
package struct JobGroups {
    package private(set) var all: [JobGroup] = []
    /// By the cell's number, twice that and one more for jobs without the cache.
    private var numbers: [Int: Int] = [:]

    package init() {}

    /// The number of a job's group, from 0.
    package mutating func number(of job: Job) -> Int {
        let key = job.cell.number * 2 + (job.cold ? 1 : 0)
        if let number = numbers[key] { return number }
        numbers[key] = all.count
        all.append(JobGroup(job.cell, cold: job.cold))
        return all.count - 1
    }
}

/// A point of a measured job that succeeded.
package struct JobPointValue {
    /// The job's group.
    package var group: JobGroup
    /// How much the job counts when the trace is weighted back to its population.
    package var weight: Double
    /// The series' name.
    package var series: String
    /// The unit of `value`.
    package var unit: String
    /// The value.
    package var value: Double
}

/// How many things of one kind a scenario's series left behind.
package struct LeakTotal: Sendable, Equatable {
    /// The scenario's name.
    package var scenario: String
    /// The kind, as `container`.
    package var kind: String
    /// Whether some audit could not see the kind at all: then no leak is no evidence.
    package var isHidden: Bool
    /// How many were found.
    package var count: Int
}

/// The figures of a run's jobs beside their records, read as they come.
extension ResultsDatabase {
    /// Visits the points of a run's measured jobs that succeeded, series by series, each in the order in which it was recorded.
    ///
    /// `body` runs inside one reading transaction and must not use the database.
    package func forEachJobPoint(run: UUID, _ body: (JobPointValue) throws -> Void) throws {
        try read { database in
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

    /// The jobs of a run with a point of one of these names that is not 0.
    package func jobs(run: UUID, withPoint names: [String]) throws -> Set<Int64> {
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
    package func leakTotals(run: UUID) throws -> [LeakTotal] {
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
}

/// Reads the values of metrics that stand in the database's columns.
struct MetricReader {
    /// A metric's column in its statement, and its place among those that were asked for.
    private struct Place {
        let column: Int32
        let metric: Int
    }

    /// What the statement of jobs, with their samples of the disk, is to select for it behind its own columns.
    private(set) var columns = ["disk.opened_ms"]
    private let count: Int
    /// The column of `disk.opened_ms`.
    private let ledger: Int32
    private var ofJob: [Place] = []
    private var ofGrowth: [Place] = []
    private var ofSteps: [Place] = []
    private var steps: MergedRows?
    /// What each ledger's last sample said, by the places of `ofGrowth`.
    private var levels: [Int64: [Double]] = [:]

    /// - Parameter first: the number of the first column that is its own.
    init(_ metrics: [Metric], from first: Int32, run: Int64, _ database: Database) throws {
        count = metrics.count
        ledger = first
        var counts: [String] = []
        for (place, metric) in metrics.enumerated() {
            guard let column = MetricColumn.all.first(where: { $0.id == metric.id }) else { continue }
            let next = Place(column: first + Int32(columns.count), metric: place)
            switch column.source {
            case .job: ofJob.append(next)
            case .growth: ofGrowth.append(next)
            case .steps:
                counts.append(column.sql)
                ofSteps.append(Place(column: Int32(counts.count), metric: place))
                continue
            }
            columns.append(column.sql)
        }
        if counts.isEmpty { return }
        steps = try MergedRows(
            """
            SELECT job, \(counts.joined(separator: ", ")) FROM step
            WHERE job \(JobReader.jobsOfRun) AND cacheable = 1 AND error IS NULL GROUP BY job ORDER BY job
            """, run: run, database)
    }

    /// The values of the job of a row, by the places of the metrics; no number where it has none.
    mutating func values(_ row: StatementColumns, of job: Int64) throws -> [Double] {
        var values = [Double](repeating: .nan, count: count)
        for place in ofJob { values[place.metric] = row.number(place.column) }
        if !ofGrowth.isEmpty, !row.isNull(ledger) { readGrowth(row, &values) }
        if try steps?.isAt(job) == true, let row = steps?.row {
            for place in ofSteps { values[place.metric] = row.number(place.column) }
        }
        return values
    }

    private mutating func readGrowth(_ row: StatementColumns, _ values: inout [Double]) {
        let ledger = row.integer(self.ledger)
        let unknown = [Double](repeating: .nan, count: ofGrowth.count)
        for (index, place) in ofGrowth.enumerated() {
            let now = row.number(place.column)
            values[place.metric] = now - levels[ledger, default: unknown][index]
            levels[ledger, default: unknown][index] = now
        }
    }
}
