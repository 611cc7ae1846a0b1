/// What the main report shows beside a question's verdict, named by the report on it: its words, and the table and charts of
/// the very series that decided.
struct KeyEvidence {
    /// The answer in the report's own words, as Markdown: the headline, closed by `**`, and what follows it.
    let words: String
    /// The table that holds the verdict's figure; nil where there is none.
    let table: MarkdownTable?
    /// The charts that hold the verdict's figure. Where nothing decided there may be one a builder.
    let charts: [Chart]

    init(words: String, table: MarkdownTable?, charts: [Chart?]) {
        self.words = words
        self.table = table.flatMap { $0.isEmpty ? nil : $0 }
        self.charts = charts.compactMap { $0 }
    }
}

/// A report that answers questions.
protocol AnsweringDocument: ReportDocument {
    /// What belongs beside the verdict on one of its questions.
    func key(to question: Question) -> KeyEvidence
}
