import Foundation
import Model
import Store

/// An export of results to other tools and other machines. The same database gives the same bytes.
package struct ResultsExport: Sendable {
    /// As what.
    package var format: ExportFormat
    /// Of which run. Nil: for `csv` and `ndjson` of all runs, for the others of the newest that is not excluded.
    package var run: UUID?
    /// For `csv`: which view.
    package var view: String
    /// Plimsoll's version, noted by `ndjson`.
    package var tool: String
    /// The metrics that are known.
    package var metrics: MetricTable

    /// An export yet to be written.
    package init(
        format: ExportFormat, run: UUID? = nil, view: String = "job_view", tool: String,
        metrics: MetricTable = .standard
    ) {
        self.format = format
        self.run = run
        self.view = view
        self.tool = tool
        self.metrics = metrics
    }

    /// Writes it.
    ///
    /// - Throws: `ExportError`, `ResultsError`, or what the sink throws.
    package func write(_ database: ResultsDatabase, to sink: inout ExportSink) throws {
        switch format {
        case .ndjson: try RecordsExport(run: try known(database)?.id, tool: tool).write(database, to: &sink)
        case .csv: try TableExport(view: view, run: try known(database)?.id).write(database, to: &sink)
        case .junit: try JUnitExport(run: try chosen(database)).write(database, to: &sink)
        case .bmf: try sink.write(BencherMetrics(try figures(database)).text())
        case .githubActionBenchmark: try sink.write(ActionBenchmark(try figures(database)).text())
        case .openmetrics:
            let figures = try self.figures(database)
            try sink.write(OpenMetrics(figures, verdicts: try database.verdicts(run: figures.run.id)).text)
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
                .noRun,
                "there is no run \(run.uuidString) in \(database.path): name another run or database")
        }
        return found
    }

    /// The one run whose figures are exported: one that counts.
    private func chosen(_ database: ResultsDatabase) throws -> RunSummary {
        guard let found = try known(database) ?? database.latestRun() else {
            throw ExportError(
                .noRun,
                "\(database.path) holds no run that counts: `plimsoll run` makes one")
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

/// What results can be exported as.
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
}

/// Why nothing was exported.
package typealias ExportError = CodedError<ExportErrorCode>

/// Kinds of reasons why nothing was exported: stable, for programs.
package enum ExportErrorCode: String, Sendable, UsageCode {
    /// The database holds no such run, or none that counts.
    case noRun = "export_no_run"
    /// The run is excluded.
    case excluded = "export_excluded"
    /// There is no such view.
    case noView = "export_no_view"
    /// A record that the format cannot hold, as one with a number that is not finite.
    case unfit = "export_unfit"

    package var isUsage: Bool { self == .noView }
}

/// Where an export goes, piece by piece: what is written is handed on in blocks, so that memory stays flat.
package struct ExportSink {
    private static let block = 1 << 16
    private let send: ([UInt8]) throws -> Void
    private var buffer: [UInt8] = []

    /// - Parameter send: takes the next bytes.
    package init(_ send: @escaping ([UInt8]) throws -> Void) {
        self.send = send
    }

    /// Hands on what is left; called once at the end.
    package mutating func finish() throws {
        if !buffer.isEmpty { try send(buffer) }
        buffer.removeAll()
    }

    /// Writes text as it is.
    mutating func write(_ text: String) throws {
        buffer += text.utf8
        try passOn()
    }

    /// Writes a record and ends the line.
    mutating func write(_ record: JSONLine) throws {
        buffer += record.bytes
        buffer.append(0x0A)
        try passOn()
    }

    private mutating func passOn() throws {
        guard buffer.count >= Self.block else { return }
        try send(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
