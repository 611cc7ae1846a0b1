/// One report: a Markdown file with its charts. Pure: the same findings give the same text.
protocol ReportDocument {
    /// `2016-11-22-overhead`: the file's name without its ending, and the name of the folder of its charts.
    var name: String { get }
    /// Its charts, those that there is data for.
    var drawings: [Chart] { get }
    /// Its text.
    var markdown: String { get }
}

extension ReportDocument {
    /// A chart's place in the text.
    func image(_ chart: Chart?) -> [String] {
        chart.map { ["![\($0.alternative)](\(name)/\($0.name).svg)"] } ?? []
    }
}
