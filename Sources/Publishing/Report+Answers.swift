import Foundation
import Questions
import Store

extension Report {
    /// Writes the main report of all runs of a database, and the reports of the runs that answer, which it links to.
    ///
    /// As Markdown the files are `DATE-answers.md`, `DATE-SUBJECT.md`, `DATE-SUBJECT/*.svg` and the folder's index `README.md`,
    /// which leads with the newest answers; as HTML all of it is one page, `DATE-answers.html`. `DATE` is the day on which the
    /// newest run started: the same database gives the same bytes. Verdicts are the caller's to save.
    ///
    /// - Returns: the paths of the files written, the main report first.
    /// - Throws: `ReportError`.
    package static func write(
        _ answers: Answers, to directory: String = "reports", as format: ReportFormat = .markdown
    ) async throws -> [String] {
        guard let report = AnswersReport(answers) else {
            throw ReportError(
                .nothingToReport,
                "no run that counts bears on a question: `plimsoll questions` names the scenario that measures each")
        }
        let documents: [any ReportDocument] = [report] + report.documents
        switch format {
        case .markdown: return try await write(documents, to: directory, gnuplot: Gnuplot())
        case .html: return try await writePage(documents, name: report.name, to: directory, gnuplot: Gnuplot())
        }
    }

    /// Writes the reports of a run in a format; as HTML they are one page, `DATE-run.html`.
    ///
    /// - Throws: `ReportError`.
    package static func write(
        _ findings: RunFindings, to directory: String, as format: ReportFormat
    ) async throws -> [String] {
        let documents = findings.documents
        guard format == .html, let first = documents.first else { return try await write(findings, to: directory) }
        return try await writePage(documents, name: "\(first.date)-run", to: directory, gnuplot: Gnuplot())
    }

    /// The main report as Markdown; nil where no run that counts bears on a question.
    package static func markdown(_ answers: Answers) -> String? {
        AnswersReport(answers)?.markdown
    }

    private static func writePage(
        _ documents: [any ReportDocument], name: String, to directory: String, gnuplot: Gnuplot
    ) async throws -> [String] {
        var drawings: [String: String] = [:]
        for document in documents {
            for chart in document.drawings {
                drawings["\(document.name)/\(chart.name).svg"] = try await gnuplot.draw(chart)
            }
        }
        let page = try HTMLPage(documents: documents, drawings: drawings).text()
        return [try ReportFolder(path: directory).write(page, to: name + ".html")]
    }
}
