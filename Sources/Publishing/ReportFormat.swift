import Questions

/// What reports are written as.
package enum ReportFormat: String, Sendable, CaseIterable {
    /// Files of Markdown that refer to each other and to their charts.
    case markdown
    /// One page that needs nothing else: no network, no script, no other file.
    case html
}
