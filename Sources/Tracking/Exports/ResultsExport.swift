import Foundation
import GRDB
import Model
import Store

/// An export of results to other tools and other machines. The same database gives the same bytes.
package struct ResultsExport: Sendable {
    let format: ExportFormat
    /// Nil: for `csv` and `ndjson` of all runs, for the others of the newest that is not excluded.
    let run: UUID?
    /// For `csv`: which view.
    let view: String
    /// Plimsoll's version, noted by `ndjson`.
    let tool: String
    let metrics: MetricTable

    package init(
        format: ExportFormat, run: UUID? = nil, view: String = "job_view", tool: String,
        metrics: MetricTable = .standard
    ) {
        (self.format, self.run, self.view, self.tool, self.metrics) = (format, run, view, tool, metrics)
    }

    /// - Throws: `ExportError`, `ResultsError`, or what the sink throws.
    package func write(_ database: ResultsDatabase, to sink: inout ExportSink) throws {
        switch format {
        case .ndjson: try RecordsExport(run: try known(database)?.id, tool: tool).write(database, to: &sink)
        case .csv: try TableExport(view: view, run: try known(database)?.id).write(database, to: &sink)
        case .trace: try TraceExport(run: try known(database) ?? chosen(database)).write(database, to: &sink)
        case .junit: try JUnitExport(run: try chosen(database)).write(database, to: &sink)
        case .bmf: try sink.write(try figures(database).bencherMetrics())
        case .githubActionBenchmark: try sink.write(try figures(database).actionBenchmark())
        case .openmetrics:
            let figures = try self.figures(database)
            try sink.write(OpenMetrics.text(figures, verdicts: try database.verdicts(run: figures.run.id)))
        }
        try sink.finish()
    }

    private func figures(_ database: ResultsDatabase) throws -> ExportFigures {
        try ExportFigures(of: try chosen(database), in: database, metrics)
    }

    /// The run that is asked for; nil where all are.
    private func known(_ database: ResultsDatabase) throws -> RunSummary? {
        guard let run else { return nil }
        guard let found = try database.run(run) else {
            throw ExportError(
                .noRun, "there is no run \(run.uuidString) in \(database.path): name another run or database")
        }
        return found
    }

    /// The one run whose figures are exported: one that counts.
    private func chosen(_ database: ResultsDatabase) throws -> RunSummary {
        guard let found = try known(database) ?? database.latestRun() else {
            throw ExportError(.noRun, "\(database.path) holds no run that counts: `plimsoll run` makes one")
        }
        if let reason = found.excluded {
            throw ExportError(
                .excluded,
                "run \(found.id.uuidString) is excluded (\(reason)), so that its figures go nowhere: "
                    + "name another with --run, or take its records by --format ndjson or csv")
        }
        return found
    }
}

package enum ExportFormat: String, Sendable, CaseIterable {
    /// JUnit XML, for CI servers: a suite a scenario and configuration, a case a job.
    case junit
    /// Bencher Metric Format: medians with intervals, as JSON.
    case bmf
    /// What github-action-benchmark reads as `customSmallerIsBetter`: medians, as JSON.
    case githubActionBenchmark = "github-action-benchmark"
    /// OpenMetrics text, for a node exporter's textfile collector.
    case openmetrics
    /// A view of the database as RFC 4180 has it.
    case csv
    /// All records, a JSON object a line: what `plimsoll import` reads.
    case ndjson
    /// Chrome trace events, which Perfetto shows: a track an executor, slices for jobs, phases and steps.
    case trace
}

/// A view as comma-separated values: RFC 4180, with a header. Null is an empty field, an empty text is `""`.
struct TableExport {
    let view: String
    let run: UUID?

    /// Writes its rows one by one.
    func write(_ database: ResultsDatabase, to sink: inout ExportSink) throws {
        try database.reading { database in
            let views = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")
            guard views.contains(view) else {
                throw ExportError(
                    .noView, "there is no view `\(view)`, expected one of \(views.joined(separator: ", "))")
            }
            let condition = run == nil ? "" : " WHERE run = ?"
            let statement = try database.makeStatement(sql: "SELECT * FROM \(view)\(condition)")
            try sink.write(Self.line(statement.columnNames.map { Self.field($0) }))
            let columns = 0..<statement.columnCount
            let rows = try Row.fetchCursor(statement, arguments: run.map { [$0.uuidString] } ?? [])
            while let row = try rows.next() {
                try sink.write(Self.line(columns.map { Self.field(row[$0] as DatabaseValue) }))
            }
        }
    }

    private static func line(_ fields: [String]) -> String { fields.joined(separator: ",") + "\r\n" }

    private static func field(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: ""
        case .int64(let integer): String(integer)
        case .double(let number): number.description
        case .string(let text): field(text)
        case .blob(let data): data.base64EncodedString()
        }
    }

    /// Quoted where it contains characters with a meaning in CSV.
    static func field(_ text: String) -> String {
        let special: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D]
        let isPadded = text.first == " " || text.last == " "
        let isPlain = !text.isEmpty && !isPadded && !text.utf8.contains { special.contains($0) }
        return isPlain ? text : "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
