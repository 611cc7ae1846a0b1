import Store

/// The report on `cleanup`.
struct CleanupReport: AnsweringDocument {
    let findings: CleanupFindings

    init(_ findings: CleanupFindings) {
        self.findings = findings
    }

    var subject: String { "cleanup" }

    var title: String { "How well can we clean up" }

    var run: RunSummary { findings.run }

    var drawings: [Chart] { [] }

    var sections: [[String]] {
        [
            CleanupAnswerSection(findings: findings).paragraphs,
            CleanupCaseSection(findings: findings).paragraphs,
            CleanupMissedSection(findings: findings).paragraphs,
            CleanupKindSection(findings: findings).paragraphs,
            CleanupLeakSection(findings: findings).paragraphs,
            CleanupReadingSection().paragraphs,
            CautionSection(cautions: findings.cautions).paragraphs,
            CleanupReadingSection.limits,
            EnvironmentSection(run: findings.run).paragraphs,
            CleanupReproductionSection(findings: findings).paragraphs,
        ]
    }

    func key(to question: Question) -> KeyEvidence {
        let section = CleanupAnswerSection(findings: findings)
        return KeyEvidence(words: section.words, table: CleanupCaseSection(findings: findings).table, charts: [])
    }

    var introduction: String { sentence(warnings: findings.cautions) }
}
