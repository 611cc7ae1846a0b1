import Findings
import Results

/// The report on `storage` and `garbage`: collection policies on one trace.
struct GarbageReport: ReportDocument {
    let findings: GarbageFindings
    private let charts: [Chart]

    init(_ findings: GarbageFindings) {
        self.findings = findings
        charts = Set(findings.policies.map(\.configuration)).sorted().compactMap { name in
            PolicyDiskChart(
                configuration: name, policies: findings.policies.filter { $0.configuration == name },
                high: findings.high, capacity: findings.capacity
            ).chart
        }
    }

    var subject: String { "garbage" }

    var title: String { "How much disk caching needs, and how to collect the garbage" }

    var run: RunSummary { findings.run }

    var drawings: [Chart] { charts }

    var sections: [[String]] {
        [
            GarbageAnswerSection(findings: findings).paragraphs,
            charts.flatMap { image($0) },
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

    private var place: String {
        " on \(Words.count(findings.policies.count, "engine", "engines")), each with one collection policy and a disk of its own"
    }

    var introduction: String { sentence(place: place, warnings: findings.cautions) }
}
