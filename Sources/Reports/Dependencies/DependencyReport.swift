import Findings
import Foundation
import Records

/// The report on `cacheable-dependencies`.
struct DependencyReport: ReportDocument {
    let findings: DependencyFindings
    /// How often the installation came from the cache.
    let hits: Chart?
    /// What a cold job and a change of the manifest cost.
    let costs: Chart?

    init(_ findings: DependencyFindings) {
        self.findings = findings
        hits = DependencyHitBars(series: findings.series).chart
        costs = DependencyCostBars(series: findings.series).chart
    }

    /// `2016-11-22-dependencies`, by the day on which the run started (UTC).
    var name: String { "\(date)-dependencies" }

    var drawings: [Chart] { [hits, costs].compactMap { $0 } }

    var markdown: String {
        let paragraphs: [[String]] = [
            ["# What kinds of dependencies can be easily cached", introduction],
            DependencyAnswerSection(findings: findings).paragraphs,
            image(costs), image(hits),
            DependencyReadingSection().paragraphs,
            DependencySeriesSection(findings: findings).paragraphs,
            DependencyArchiveSection(findings: findings).paragraphs,
            CautionSection(cautions: findings.cautions).paragraphs,
            DependencyLimitsSection().paragraphs,
            EnvironmentSection(run: findings.run).paragraphs,
            DependencyReproductionSection(findings: findings).paragraphs,
        ]
        return paragraphs.joined().joined(separator: "\n\n") + "\n"
    }

    private var date: String { findings.run.record.startedAt.formatted(.iso8601.year().month().day()) }

    private var introduction: String {
        """
        A run of \(date), profile \(Markdown.escaped(findings.run.record.profile)), \
        \(Words.count(findings.run.jobs, "job", "jobs")), \
        \(Words.count(findings.cautions.count, "[warning](#warnings)", "[warnings](#warnings)")).
        """
    }
}
