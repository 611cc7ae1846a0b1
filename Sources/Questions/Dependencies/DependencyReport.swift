import Model
import Store

/// The report on `cacheable-dependencies`.
struct DependencyReport: AnsweringDocument {
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

    var subject: String { "dependencies" }

    var title: String { "What kinds of dependencies can be easily cached" }

    var run: RunSummary { findings.run }

    var drawings: [Chart] { [hits, costs].compactMap { $0 } }

    var sections: [[String]] {
        [
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
    }

    func key(to question: Question) -> KeyEvidence {
        let section = DependencyAnswerSection(findings: findings)
        return KeyEvidence(words: section.words, table: section.table, charts: [costs])
    }

    var introduction: String { sentence(warnings: findings.cautions) }
}
