import Findings
import Foundation

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

    /// `2016-11-22-garbage`, by the day on which the run started (UTC).
    var name: String { "\(date)-garbage" }

    var drawings: [Chart] { charts }

    var markdown: String {
        let paragraphs: [[String]] = [
            ["# How much disk caching needs, and how to collect the garbage", introduction],
            GarbageAnswerSection(findings: findings).paragraphs,
            charts.flatMap { image($0) },
            PolicyReadingSection().paragraphs,
            PolicySection(findings: findings).paragraphs,
            PolicyMissSection(findings: findings).paragraphs,
            PolicyGrowthSection(findings: findings).paragraphs,
            CautionSection(cautions: findings.cautions).paragraphs,
            PolicyLimitsSection().paragraphs,
            EnvironmentSection(run: findings.run).paragraphs,
            PolicyReproductionSection(findings: findings).paragraphs,
        ]
        return paragraphs.joined().joined(separator: "\n\n") + "\n"
    }

    private var date: String { findings.run.record.startedAt.formatted(.iso8601.year().month().day()) }

    private var introduction: String {
        """
        A run of \(date), profile \(Markdown.escaped(findings.run.record.profile)), \
        \(Words.count(findings.run.jobs, "job", "jobs")) on \
        \(Words.count(findings.policies.count, "engine", "engines")), each with one collection policy and a disk of its own, \
        \(Words.count(findings.cautions.count, "[warning](#warnings)", "[warnings](#warnings)")).
        """
    }
}
