import Foundation
import GRDB
import Model

/// Selects jobs: each value given must match; nil matches any.
package struct JobFilter: Sendable {
    package var run: UUID?
    package var scenario: String?
    package var cells: [Cell]?
    /// Whether they were told to build without the cache.
    package var cold: Bool?
    package var outcomes: Set<Outcome>?

    package init(run: UUID? = nil, scenario: String? = nil) { (self.run, self.scenario) = (run, scenario) }
}

/// Which of the selected jobs come first.
package enum JobOrder: Sendable, Equatable {
    case newest
    /// Those with the greatest values of a metric of `metric_view`, by its id. Jobs without a value are left out.
    case greatest(String)
}

/// The first of the jobs that a filter selects.
package struct FoundJobs: Sendable {
    package var ids: [Int64] = []
    /// Of the metric that they are ordered by; empty for the newest.
    package var values: [Double] = []
    /// The unit of the values; nil if there are none.
    package var unit: String?
    /// How many jobs the filter selects.
    package var matching: Int
}

extension ResultsDatabase {
    /// The cells of a run, or of all runs: cells that differ in their run only are one.
    package func cells(run: UUID? = nil) throws -> [Cell] {
        try reading { database in
            let condition = run == nil ? "" : "WHERE run = ?"
            let statement = try database.makeStatement(
                sql: """
                    SELECT min(id), scenario, configuration, fixture, change_class FROM job \(condition)
                    GROUP BY scenario, configuration, fixture, change_class ORDER BY 1
                    """)
            let arguments: StatementArguments = try run.map { [try rowID(of: $0, database)] } ?? []
            let rows = try Row.fetchCursor(statement, arguments: arguments)
            let row = StatementColumns(statement)
            var known = Cells()
            var cells: [Cell] = []
            while try rows.next() != nil { cells.append(try known.cell(row, database)) }
            return cells
        }
    }

    /// Finds the first jobs that a filter selects.
    /// - Parameter limit: how many; nil: all.
    package func find(_ filter: JobFilter, _ order: JobOrder, limit: Int?) throws -> FoundJobs {
        try reading { database in
            let condition = try JobCondition(filter, run: filter.run.map { try rowID(of: $0, database) })
            let count = try Int.fetchOne(
                database, sql: "SELECT count(*) \(JobCondition.tables) WHERE \(condition.sql)",
                arguments: condition.arguments)
            var found = FoundJobs(matching: count ?? 0)
            switch order {
            case .newest:
                found.ids = try Int64.fetchAll(
                    database,
                    sql: """
                        SELECT job.id \(JobCondition.tables) WHERE \(condition.sql)
                        ORDER BY job.started_ms DESC, job.id DESC LIMIT ?
                        """, arguments: condition.arguments + [limit ?? -1])
            case .greatest(let metric):
                let ofRun = filter.run == nil ? "" : "AND measured.run = ?"
                let rows = try Row.fetchCursor(
                    database,
                    sql: """
                        SELECT job.id, max(measured.value), measured.unit \(JobCondition.tables)
                        JOIN metric_view AS measured ON measured.job = job.id
                        WHERE \(condition.sql) AND measured.metric = ? \(ofRun)
                        GROUP BY job.id ORDER BY 2 DESC, 1 DESC LIMIT ?
                        """,
                    arguments: condition.arguments + [metric]
                        + (filter.run.map { [$0.uuidString] } ?? []) + [limit ?? -1])
                while let row = try rows.next() {
                    found.ids.append(row[0])
                    found.values.append(row[1])
                    found.unit = row[2]
                }
            }
            return found
        }
    }

    /// The series of points that belong to jobs, sorted.
    package func jobSeriesNames() throws -> [String] {
        try reading { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT name FROM series WHERE EXISTS (
                        SELECT 1 FROM point WHERE point.series = series.id AND point.job IS NOT NULL) ORDER BY name
                    """)
        }
    }
}

/// A filter as a condition of a statement.
private struct JobCondition {
    static let tables = "FROM job JOIN configuration ON configuration.id = job.configuration"

    private(set) var sql = "true"
    private(set) var arguments = StatementArguments()

    /// - Parameter run: the row id of the filter's run.
    init(_ filter: JobFilter, run: Int64?) {
        if let run { add("job.run = ?", [run]) }
        if let scenario = filter.scenario { add("job.scenario = ?", [scenario]) }
        if let cold = filter.cold { add("job.cold = ?", [cold]) }
        if let outcomes = filter.outcomes {
            let words = outcomes.map(\.rawValue).sorted()
            add("job.outcome IN (\(words.map { _ in "?" }.joined(separator: ", ")))", StatementArguments(words))
        }
        if let cells = filter.cells {
            let rows = cells.map { _ in "(?, ?, ?, ?)" }.joined(separator: ", ")
            add(
                cells.isEmpty
                    ? "false"
                    : "(job.scenario, configuration.name, job.fixture, job.change_class) IN (VALUES \(rows))",
                StatementArguments(
                    cells.flatMap { [$0.scenario, $0.configuration, $0.fixture, $0.changeClass.rawValue] }))
        }
    }

    private mutating func add(_ condition: String, _ more: StatementArguments) {
        sql += " AND " + condition
        arguments += more
    }
}
