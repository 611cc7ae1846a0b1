import Store

/// The report on `storage` and `garbage`: collection policies on one trace.
struct GarbageReport: AnsweringDocument {
    let findings: GarbageFindings
    /// What each builder's disks held, by policy.
    private let charts: ChartByBuilder

    init(_ findings: GarbageFindings) {
        self.findings = findings
        charts = ChartByBuilder(
            entries: Set(findings.policies.map(\.configuration)).sorted().map { name in
                let chart = PolicyDiskChart(
                    configuration: name, policies: findings.policies.filter { $0.configuration == name },
                    high: findings.high, capacity: findings.capacity)
                return (name, chart.chart)
            })
    }

    var subject: String { "garbage" }

    var title: String { "How much disk caching needs, and how to collect the garbage" }

    var run: RunSummary { findings.run }

    var drawings: [Chart] { charts.all }

    var sections: [[String]] {
        [
            GarbageAnswerSection(findings: findings).paragraphs,
            charts.all.flatMap { image($0) },
            PolicyReadingSection(findings: findings).paragraphs,
            PolicySection(findings: findings).paragraphs,
            PolicyMissSection(findings: findings).paragraphs,
            PolicyGrowthSection(findings: findings).paragraphs,
            CautionSection(cautions: findings.cautions).paragraphs,
            PolicyLimitsSection().paragraphs,
            EnvironmentSection(run: findings.run).paragraphs,
            PolicyReproductionSection(findings: findings).paragraphs,
        ]
    }

    func key(to question: Question) -> KeyEvidence {
        let verdict = question == Questions.storage ? findings.storage : findings.garbage
        let deciding = findings.policies.first { $0.name == verdict.decidedBy }?.configuration
        return KeyEvidence(
            words: GarbageAnswerSection(findings: findings).words(on: question),
            table: PolicySection(findings: findings).costs(first: deciding), charts: charts.deciding(deciding))
    }

    private var place: String {
        " on \(Words.count(findings.policies.count, "engine", "engines")), each with one collection policy and a disk of its own"
    }

    var introduction: String { sentence(place: place, warnings: findings.cautions) }
}
