import Findings
import Foundation
import Results

/// Writes the report of a run.
public enum Report {
    /// Writes the report on `build-overhead` with its charts, and the index of all reports in the folder.
    ///
    /// The files are `DATE-overhead.md`, `DATE-overhead/*.svg` and `README.md`; a report of the same day is replaced. The
    /// same database gives the same bytes. The verdict is not saved into the database: `OverheadFindings.verdictRecord` is
    /// the caller's to save.
    ///
    /// - Parameters:
    ///   - run: the run; nil takes the latest that is not excluded.
    ///   - includingExcluded: whether an excluded run is reported all the same (the report says so).
    /// - Returns: the paths of the files written, the report's own first.
    /// - Throws: `FindingsError`, `ResultsError`, `ReportError`.
    public static func write(
        database: ResultsDatabase, run: UUID? = nil, includingExcluded: Bool = false, to directory: String = "reports"
    ) async throws -> [String] {
        let findings = try OverheadAnalysis.analyse(database, run: run, includingExcluded: includingExcluded)
        return try await write(
            findings, storage: try StorageAnalysis.analyse(database, run: findings.run), to: directory)
    }

    /// Writes the report of findings.
    ///
    /// - Parameter storage: what the run's ledger says; nil where it kept none.
    /// - Returns: the paths of the files written, the report's own first.
    /// - Throws: `ReportError`.
    public static func write(
        _ findings: OverheadFindings, storage: StorageFindings? = nil, to directory: String = "reports"
    ) async throws -> [String] {
        try await write(findings, storage: storage, to: directory, gnuplot: Gnuplot())
    }

    /// The report as Markdown, which refers to its charts by relative paths.
    public static func markdown(_ findings: OverheadFindings, storage: StorageFindings? = nil) -> String {
        OverheadReport(findings, storage: storage).markdown
    }

    /// Draws first: what cannot be drawn leaves no half of a report behind.
    static func write(
        _ findings: OverheadFindings, storage: StorageFindings?, to directory: String, gnuplot: Gnuplot
    ) async throws -> [String] {
        let report = OverheadReport(findings, storage: storage)
        var drawings: [(name: String, text: String)] = []
        for chart in report.allCharts {
            drawings.append((chart.name, try await gnuplot.draw(chart)))
        }
        let folder = ReportFolder(path: directory)
        var written: [String] = []
        for drawing in drawings {
            written.append(try folder.write(drawing.text, to: "\(report.name)/\(drawing.name).svg"))
        }
        let main = try folder.write(report.markdown, to: report.name + ".md")
        return [main] + written + [try folder.write(folder.index(), to: "README.md")]
    }
}
