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
        return try await write(findings, to: directory)
    }

    /// Writes the report of findings.
    ///
    /// - Returns: the paths of the files written, the report's own first.
    /// - Throws: `ReportError`.
    public static func write(_ findings: OverheadFindings, to directory: String = "reports") async throws -> [String] {
        try await write(OverheadReport(findings), to: directory, gnuplot: Gnuplot())
    }

    /// Writes the report on `central-cache` of findings: `DATE-central-cache.md` and its charts.
    ///
    /// - Returns: the paths of the files written, the report's own first.
    /// - Throws: `ReportError`.
    public static func write(
        _ findings: CentralCacheFindings, to directory: String = "reports"
    ) async throws -> [String] {
        try await write(CentralCacheReport(findings), to: directory, gnuplot: Gnuplot())
    }

    /// The report on `central-cache` as Markdown, which refers to its charts by relative paths.
    public static func markdown(_ findings: CentralCacheFindings) -> String {
        CentralCacheReport(findings).markdown
    }

    /// The report as Markdown, which refers to its charts by relative paths.
    public static func markdown(_ findings: OverheadFindings) -> String {
        OverheadReport(findings).markdown
    }

    /// Draws first: what cannot be drawn leaves no half of a report behind.
    static func write(_ report: some ReportDocument, to directory: String, gnuplot: Gnuplot) async throws -> [String] {
        var drawings: [(name: String, text: String)] = []
        for chart in report.charts {
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
