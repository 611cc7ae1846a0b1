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
}

/// A job with its metrics, for what looks at a million of them: no texts.
package struct JobMetrics {
    /// The job's id in this database.
    package fileprivate(set) var job: Int64 = 0
    /// Which of the run's groups it belongs to, from 0 in the order in which they come first.
    package fileprivate(set) var group = 0
    /// Whether it only warmed the worker.
    package fileprivate(set) var warmup = false
    /// How it ended.
    package fileprivate(set) var outcome = Outcome.succeeded
    /// How much it counts when the trace is weighted back to its population.
    package fileprivate(set) var weight = 1.0
    /// Whether its cleanup failed.
    package fileprivate(set) var cleanupFailed = false
    /// By the places of the metrics that were asked for; no number where the job has none.
    fileprivate var values: [Double]

    /// Its value of the metric at a place among those that were asked for; nil where it has none.
    package subscript(place: Int) -> Double? { values[place].isNaN ? nil : values[place] }
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

/// The metrics of a run's jobs, read as they come: a million jobs in a few seconds and in constant memory.
extension ResultsDatabase {
    /// Visits all jobs of a run in the order in which they were saved, warm-ups and failures too, each with the values that stand in
    /// the database's columns.
    ///
    /// `body` runs inside one reading transaction and must not use the database.
    package func forEachJob(
        run: UUID, metrics: [Metric], _ body: (JobGroup, JobMetrics) throws -> Void
    ) throws {
        try read { database in
            var reader = try JobMetricsReader(metrics, run: try rowID(of: run, database), database)
            var job = JobMetrics(values: [Double](repeating: .nan, count: metrics.count))
            while try reader.next(&job, database) { try body(reader.groups[job.group], job) }
        }
    }

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
            var groups = JobGroups()
            while try rows.next() != nil {
                let group = try groups.number(row, database)
                try body(
                    JobPointValue(
                        group: groups.all[group], weight: row.double(9), series: row.text(6), unit: row.text(7),
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

/// Numbers the groups of jobs in the order in which they come first.
private struct JobGroups {
    private struct Key: Hashable {
        var scenario: String
        var configuration: Int64
        var fixture: String
        var changeClass: String
        var cold: Bool
    }

    private(set) var all: [JobGroup] = []
    private var numbers: [Key: Int] = [:]
    private var configurations = SharedTexts.configurations

    /// The number of the group of a row that begins with the job's id, scenario, configuration, fixture, change class and `cold`.
    mutating func number(_ row: StatementColumns, _ database: Database) throws -> Int {
        let key = Key(
            scenario: row.text(1), configuration: row.integer(2), fixture: row.text(3), changeClass: row.text(4),
            cold: row.flag(5))
        if let number = numbers[key] { return number }
        all.append(
            JobGroup(
                scenario: key.scenario, configuration: try configurations.text(key.configuration, database),
                fixture: key.fixture, changeClass: try row.word(4, of: row.integer(0)), cold: key.cold))
        numbers[key] = all.count - 1
        return all.count - 1
    }
}

/// Reads jobs column by column, with what is told of their steps merged in: both come ordered by the job's id.
private struct JobMetricsReader {
    /// A metric's column in its statement, and its place among those that were asked for.
    private struct Place {
        let column: Int32
        let metric: Int
    }

    /// The columns that every job is read with.
    private static let fixed = """
        job.id, job.scenario, job.configuration, job.fixture, job.change_class, job.cold, job.warmup, job.outcome,
        job.weight, job.cleanup_failure, disk.opened_ms
        """
    private static let fixedCount: Int32 = 11
    /// Rows are read in the order of the table: by an index each would be looked up. Of steps, those of other runs' jobs may lie between.
    private static let jobsOfRun = """
        BETWEEN (SELECT min(id) FROM job WHERE run = ?1) AND (SELECT max(id) FROM job WHERE run = ?1)
        """

    private let rows: RowCursor
    private let row: StatementColumns
    private let ofJob: [Place]
    private let ofGrowth: [Place]
    private let steps: (rows: RowCursor, row: StatementColumns, places: [Place])?
    /// The job whose steps the cursor stands on; nil behind the last.
    private var stepsJob: Int64?
    /// What each ledger's last sample said, by the places of `ofGrowth`.
    private var levels: [Int64: [Double]] = [:]
    private var found = JobGroups()

    /// The groups in the order in which they came first.
    var groups: [JobGroup] { found.all }

    init(_ metrics: [Metric], run: Int64, _ database: Database) throws {
        var expressions: [MetricColumn.Source: [String]] = [:]
        func places(_ source: MetricColumn.Source, from first: Int32) -> [Place] {
            let columns = MetricColumn.all.filter { $0.source == source }
            return metrics.enumerated().compactMap { index, metric in
                guard let column = columns.first(where: { $0.id == metric.id }) else { return nil }
                expressions[source, default: []].append(column.sql)
                return Place(column: first + Int32(expressions[source, default: []].count) - 1, metric: index)
            }
        }
        ofJob = places(.job, from: Self.fixedCount)
        ofGrowth = places(.growth, from: Self.fixedCount + Int32(ofJob.count))
        let ofSteps = places(.steps, from: 1)

        let list = [Self.fixed] + expressions[.job, default: []] + expressions[.growth, default: []]
        let statement = try database.makeStatement(
            sql: """
                SELECT \(list.joined(separator: ", ")) FROM job LEFT JOIN disk ON disk.job = job.id
                WHERE +job.run = ?1 AND job.id \(Self.jobsOfRun) ORDER BY job.id
                """)
        rows = try Row.fetchCursor(statement, arguments: [run])
        row = StatementColumns(statement)
        guard let counts = expressions[.steps] else {
            steps = nil
            return
        }
        let counting = try database.makeStatement(
            sql: """
                SELECT job, \(counts.joined(separator: ", ")) FROM step
                WHERE job \(Self.jobsOfRun) AND cacheable = 1 AND error IS NULL GROUP BY job ORDER BY job
                """)
        steps = (try Row.fetchCursor(counting, arguments: [run]), StatementColumns(counting), ofSteps)
        try advanceSteps()
    }

    /// Reads the next job; false behind the last.
    mutating func next(_ job: inout JobMetrics, _ database: Database) throws -> Bool {
        guard try rows.next() != nil else { return false }
        job.job = row.integer(0)
        job.group = try found.number(row, database)
        job.warmup = row.flag(6)
        job.outcome = try row.word(7, of: job.job)
        job.weight = row.double(8)
        job.cleanupFailed = !row.isNull(9)
        for place in ofJob { job.values[place.metric] = row.number(place.column) }
        if !ofGrowth.isEmpty { readGrowth(&job) }
        try readSteps(&job)
        return true
    }

    private mutating func readGrowth(_ job: inout JobMetrics) {
        guard !row.isNull(Self.fixedCount - 1) else {
            for place in ofGrowth { job.values[place.metric] = .nan }
            return
        }
        let ledger = row.integer(Self.fixedCount - 1)
        let unknown = [Double](repeating: .nan, count: ofGrowth.count)
        for (index, place) in ofGrowth.enumerated() {
            let now = row.number(place.column)
            job.values[place.metric] = now - levels[ledger, default: unknown][index]
            levels[ledger, default: unknown][index] = now
        }
    }

    private mutating func readSteps(_ job: inout JobMetrics) throws {
        guard let steps else { return }
        while let next = stepsJob, next < job.job { try advanceSteps() }
        let hasSteps = stepsJob == job.job
        for place in steps.places { job.values[place.metric] = hasSteps ? steps.row.number(place.column) : .nan }
    }

    private mutating func advanceSteps() throws {
        guard let steps else { return }
        stepsJob = try steps.rows.next() == nil ? nil : steps.row.integer(0)
    }
}

extension StatementColumns {
    /// No number where the column is null.
    @inline(__always)
    fileprivate func number(_ column: Int32) -> Double {
        isNull(column) ? .nan : double(column)
    }

    /// A word of those that a type knows.
    fileprivate func word<Word: RawRepresentable<String>>(_ column: Int32, of job: Int64) throws -> Word {
        let text = text(column)
        guard let word = Word(rawValue: text) else {
            throw ResultsError(
                .damaged,
                "job \(job) has `\(text)` where Plimsoll knows no such \(Word.self): a newer version may have written it"
            )
        }
        return word
    }
}
