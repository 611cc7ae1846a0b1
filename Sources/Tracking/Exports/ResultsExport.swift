import Foundation
import Store

/// An export of results to other tools and other machines. The same database gives the same bytes.
public struct ResultsExport: Sendable {
    /// As what.
    public var format: ExportFormat
    /// Of which run. Nil: for `csv` and `ndjson` of all runs, for the others of the newest that is not excluded.
    public var run: UUID?
    /// For `csv`: which view.
    public var view: String
    /// Plimsoll's version, noted by `ndjson`.
    public var tool: String

    /// An export yet to be written.
    public init(format: ExportFormat, run: UUID? = nil, view: String = "job_view", tool: String) {
        self.format = format
        self.run = run
        self.view = view
        self.tool = tool
    }

    /// Writes it.
    ///
    /// - Throws: `ExportError`, `ResultsError`, or what the sink throws.
    public func write(_ database: ResultsDatabase, to sink: inout ExportSink) throws {
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
        try ExportFigures(of: try chosen(database), in: database)
    }

    /// The run that is asked for; nil where all are.
    private func known(_ database: ResultsDatabase) throws -> RunSummary? {
        guard let run else { return nil }
        guard let found = try database.run(run) else {
            throw ExportError(
                code: .noRun,
                message: "there is no run \(run.uuidString) in \(database.path): name another run or database")
        }
        return found
    }

    /// The one run whose figures are exported: one that counts.
    private func chosen(_ database: ResultsDatabase) throws -> RunSummary {
        guard let found = try known(database) ?? database.latestRun() else {
            throw ExportError(
                code: .noRun, message: "\(database.path) holds no run that counts: `plimsoll run` makes one")
        }
        if let reason = found.excluded {
            throw ExportError(
                code: .excluded,
                message: "run \(found.id.uuidString) is excluded (\(reason)), so that its figures go nowhere: "
                    + "name another with --run, or take its records by --format ndjson or csv")
        }
        return found
    }
}
