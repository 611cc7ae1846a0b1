import GRDB
import Model

/// The jobs of a run that were planned alike, except for the revision.
package struct JobGroup: Sendable, Hashable {
    package var scenario: String
    /// The configuration's name.
    package var configuration: String
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

/// Reads the values of metrics that stand in the database's columns.
struct MetricReader {
    /// A metric's column in its statement, and its place among the requested ones.
    private typealias Place = (column: Int32, metric: Int)

    /// What the statement of jobs, with their samples of the disk, must select for it after its own columns.
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
    init(_ metrics: [Metric], from first: Int32, _ selection: JobSelection, _ database: Database) throws {
        count = metrics.count
        ledger = first
        var counts: [String] = []
        for (place, metric) in metrics.enumerated() {
            guard let column = MetricColumn.all.first(where: { $0.id == metric.id }) else { continue }
            switch column.source {
            case .growth where !selection.isOfRun: continue
            case .job, .growth:
                let next = (first + Int32(columns.count), place)
                if column.source == .job { ofJob.append(next) } else { ofGrowth.append(next) }
                columns.append(column.sql)
            case .steps:
                counts.append(column.sql)
                ofSteps.append((Int32(counts.count), place))
            }
        }
        if counts.isEmpty { return }
        steps = try MergedRows(
            """
            SELECT job, \(counts.joined(separator: ", ")) FROM step
            WHERE \(selection.includes("job")) AND cacheable = 1 AND error IS NULL GROUP BY job ORDER BY job
            """, selection, database)
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
