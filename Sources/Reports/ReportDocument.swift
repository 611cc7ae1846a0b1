/// A report on one question: pure, the same findings give the same text.
protocol ReportDocument: Sendable {
    /// The name of its file without the ending, and of the folder of its charts.
    var name: String { get }
    /// The report as Markdown, which refers to its charts by relative paths.
    var markdown: String { get }
    /// The charts that there is data for.
    var charts: [Chart] { get }
}

extension ReportDocument {
    /// The paragraph that shows a chart, if there is one.
    func image(_ chart: Chart?) -> [String] {
        chart.map { ["![\($0.alternative)](\(name)/\($0.name).svg)"] } ?? []
    }
}
