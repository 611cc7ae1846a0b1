import Store

/// The report on the disk that caching takes.
struct StorageReport: ReportDocument {
    private let storage: StorageFindings
    let run: RunSummary
    private let chart: Chart?

    init(_ storage: StorageFindings, run: RunSummary) {
        self.storage = storage
        self.run = run
        chart = DiskChart(points: storage.points).chart
    }

    var subject: String { "disk" }

    var title: String { "What builds leave on the disk" }

    var drawings: [Chart] { [chart].compactMap { $0 } }

    var sections: [[String]] {
        [
            StorageSection(storage: storage, chart: image(chart)).paragraphs,
            EnvironmentSection(run: run).paragraphs,
        ]
    }

    var introduction: String {
        let growth = storage.configurations.map { configuration in
            "\(Words.bytes(configuration.growth.mean)) with \(Words.theConfiguration(configuration.name))"
        }
        let headline = growth.isEmpty ? "not enough samples to say." : growth.joined(separator: ", ") + " a build."
        return """
            \(AnswerSection.headlineMark)the disk grows by \(headline)** A run of \(date), profile \
            \(Markdown.escaped(run.record.profile)), \(Words.count(run.jobs, "job", "jobs")). This is evidence for `storage`; its \
            rule needs every collection policy beside.
            """
    }
}
