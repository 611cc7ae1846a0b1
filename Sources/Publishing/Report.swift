import Foundation
import Questions
import Store

/// Writes pages. The same database gives the same bytes. Saving verdicts is left to the caller.
package enum Report {
    package enum Format: String, Sendable, CaseIterable {
        /// Files of Markdown that refer to each other and to their charts.
        case markdown
        /// One self-contained page: no network, no script, no other file.
        case html
    }

    /// Writes the pages of a run. As Markdown the files are `DATE-SUBJECT.md`, `DATE-SUBJECT/*.svg` and the folder's
    /// index `README.md`; a page of the same day and subject is replaced. As HTML it is one page, `DATE-run.html`.
    ///
    /// - Returns: the paths of the files written, each page's own before its charts.
    /// - Throws: `ReportError`.
    package static func write(
        _ run: RunAnswers, to directory: String = "reports", as format: Format = .markdown
    ) async throws -> [String] {
        guard let first = run.pages.first else {
            throw ReportError(
                .nothingToReport,
                "run \(run.run.id.uuidString) has no job with anything to report: name another with --run")
        }
        return try await write(run.pages, named: "\(first.date)-run", to: directory, as: format)
    }

    /// Writes the page of answers of all runs of a database, `DATE-answers.md` (or `.html`), and likewise the pages of the runs that
    /// answer, to which it links. `DATE` is the day on which the newest run started; the index begins with the newest answers.
    ///
    /// - Returns: the paths of the files written, the page of answers first.
    /// - Throws: `ReportError`.
    package static func write(
        _ answers: Answers, to directory: String = "reports", as format: Format = .markdown
    ) async throws -> [String] {
        guard let front = FrontPage(answers) else {
            throw ReportError(
                .nothingToReport,
                "no run that counts bears on a question: `plimsoll questions` names the scenario that measures each")
        }
        let page = front.page
        return try await write([page] + front.linked, named: page.name, to: directory, as: format)
    }

    /// One page as self-contained HTML: no network, no script, no other file.
    ///
    /// - Throws: `ReportError`.
    package static func html(_ page: Page, gnuplot: Gnuplot = Gnuplot()) async throws -> String {
        try HTMLPage(pages: [page], drawings: try await drawings(of: [page], gnuplot)).text()
    }

    /// Draws first, so that a failed drawing leaves no partial report behind.
    static func write(
        _ pages: [Page], named name: String, to directory: String, as format: Format, gnuplot: Gnuplot = Gnuplot()
    ) async throws -> [String] {
        let drawings = try await drawings(of: pages, gnuplot)
        let folder = ReportFolder(path: directory)
        if format == .html {
            return [try folder.write(try HTMLPage(pages: pages, drawings: drawings).text(), to: name + ".html")]
        }
        var written: [String] = []
        for page in pages {
            written.append(try folder.write(page.markdown, to: page.name + ".md"))
            for chart in page.charts {
                let path = page.path(of: chart)
                if let drawing = drawings[path] { written.append(try folder.write(drawing, to: path)) }
            }
        }
        return written + [try folder.write(folder.index(), to: "README.md")]
    }

    /// All charts as SVG, by the paths that the pages use for them.
    private static func drawings(of pages: [Page], _ gnuplot: Gnuplot) async throws -> [String: String] {
        let charts = pages.flatMap { page in page.charts.map { (path: page.path(of: $0), chart: $0) } }
        let drawn = zip(charts.map(\.path), try await gnuplot.drawAll(charts.map(\.chart)))
        return Dictionary(drawn) { first, _ in first }
    }
}

/// Why a report could not be written.
package struct ReportError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure: stable, for programs.
    package enum Code: String, Sendable {
        case gnuplotMissing = "gnuplot_missing"
        case gnuplotFailed = "gnuplot_failed"
        case htmlFailed = "html_failed"
        /// The run has no data that any page is about.
        case nothingToReport = "nothing_to_report"
        /// The report's folder or files could not be written.
        case unwritable = "report_unwritable"
    }

    package var code: Code
    package var message: String
    package var cause: String?

    package init(_ code: Code, _ message: String, cause: String? = nil) {
        (self.code, self.message, self.cause) = (code, message, cause)
    }

    package var description: String { cause.map { "\(message) (\($0))" } ?? message }
}
