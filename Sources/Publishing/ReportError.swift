import Questions

/// Why a report could not be written.
package struct ReportError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is: stable, for programs.
    package enum Code: String, Sendable {
        /// gnuplot is not installed.
        case gnuplotMissing = "gnuplot_missing"
        /// gnuplot did not draw a chart.
        case gnuplotFailed = "gnuplot_failed"
        /// cmark-gfm did not make HTML.
        case htmlFailed = "html_failed"
        /// The run has no data that any report is about.
        case nothingToReport = "nothing_to_report"
        /// The report's folder or files could not be written.
        case unwritable = "report_unwritable"
    }

    /// What kind of failure it is.
    package var code: Code
    /// What happened and what to do about it.
    package var message: String
    /// The underlying words, where there are any.
    package var cause: String?

    /// An error of a kind.
    package init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message, with the cause in brackets.
    package var description: String { cause.map { "\(message) (\($0))" } ?? message }
}
