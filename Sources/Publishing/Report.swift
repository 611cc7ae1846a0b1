import Foundation
import Questions
import Store

/// Writes the reports of a run.
package enum Report {
    /// Writes a report for each subject that the run has data on, with charts, and the index of all reports in the folder.
    ///
    /// The files are `DATE-SUBJECT.md`, `DATE-SUBJECT/*.svg` and `README.md`; a report of the same day and subject is
    /// replaced. The same database gives the same bytes. Verdicts are not saved into the database: they are the caller's to
    /// save.
    ///
    /// - Returns: the paths of the files written, each report's own before its charts.
    /// - Throws: `ReportError`.
    package static func write(_ findings: RunFindings, to directory: String = "reports") async throws -> [String] {
        let documents = findings.documents
        guard !documents.isEmpty else {
            throw ReportError(
                .nothingToReport,
                "run \(findings.run.id.uuidString) has no job with anything to report: name another with --run")
        }
        return try await write(documents, to: directory, gnuplot: Gnuplot())
    }

    /// The reports as Markdown, which refer to their charts by relative paths.
    package static func markdown(_ findings: RunFindings) -> [String] {
        findings.documents.map(\.markdown)
    }

    /// Draws first: what cannot be drawn leaves no half of a report behind.
    static func write(
        _ documents: [any ReportDocument], to directory: String, gnuplot: Gnuplot
    ) async throws -> [String] {
        let charts = documents.map(\.drawings)
        var texts = try await gnuplot.drawAll(charts.flatMap { $0 })[...]
        let folder = ReportFolder(path: directory)
        var written: [String] = []
        for (document, charts) in zip(documents, charts) {
            written.append(try folder.write(document.markdown, to: document.name + ".md"))
            for (chart, text) in zip(charts, texts.prefix(charts.count)) {
                written.append(try folder.write(text, to: "\(document.name)/\(chart.name).svg"))
            }
            texts.removeFirst(charts.count)
        }
        return written + [try folder.write(folder.index(), to: "README.md")]
    }
}
