import Foundation
import GRDB
import Model

/// What one job is compared with.
extension ResultsDatabase {
    /// The values of metrics in the other jobs of a job's cell and run: those that were measured, succeeded, and were told
    /// to use the cache or not as it was.
    /// - Parameter metrics: columns of jobs; of others there are no values.
    /// - Returns: for each metric its values, in the order of the table. Those that depend on the command's clock are of
    ///   jobs with the same clock.
    package func cellValues(of metrics: [Metric], beside job: Job, run: UUID) throws -> [[Double]] {
        let columns = metrics.map { metric in
            let column = MetricColumn.all.first { $0.id == metric.id && $0.source == .job }?.sql ?? "NULL"
            guard metric.isByCommandClock else { return column }
            let isEvent = "job.command_clock IS '\(CommandClock.startEvent.rawValue)'"
            return "CASE WHEN \(job.commandClock == .startEvent ? isEvent : "NOT (\(isEvent))") THEN \(column) END"
        }
        var values = [[Double]](repeating: [], count: metrics.count)
        if metrics.isEmpty { return values }
        try reading { database in
            let run = try rowID(of: run, database)
            let statement = try database.makeStatement(
                sql: """
                    SELECT \(columns.joined(separator: ", ")) FROM job
                    WHERE \(JobSelection.run(run).jobs)
                        AND job.configuration = (SELECT id FROM configuration WHERE name = ?) AND job.warmup = 0
                        AND job.cold = ? AND job.outcome = 'succeeded' AND job.change_class = ? AND job.fixture = ?
                        AND job.scenario = ? AND job.id <> ?
                    """)
            let rows = try Row.fetchCursor(
                statement,
                arguments: [
                    run, job.cell.configuration, job.cold, job.cell.changeClass.rawValue, job.cell.fixture,
                    job.cell.scenario, job.id,
                ])
            let row = StatementColumns(statement)
            while try rows.next() != nil {
                for place in metrics.indices {
                    let value = row.number(Int32(place))
                    if value.isFinite { values[place].append(value) }
                }
            }
        }
        return values
    }

    /// The last sample of the disk before a job's own on the same scale; nil if there is none.
    package func disk(beforeThatOf job: Int64) throws -> DiskRecord? {
        try reading { database in
            let statement = try database.makeStatement(
                sql: """
                    SELECT \(JobReader.diskColumns) FROM disk
                    WHERE job < ?1 AND opened_ms = (SELECT opened_ms FROM disk WHERE job = ?1)
                        AND (SELECT run FROM job WHERE id = disk.job) = (SELECT run FROM job WHERE id = ?1)
                    ORDER BY job DESC LIMIT 1
                    """)
            let rows = try Row.fetchCursor(statement, arguments: [job])
            return try rows.next().map { _ in JobReader.diskRecord(StatementColumns(statement)) }
        }
    }
}
