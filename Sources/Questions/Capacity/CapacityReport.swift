import Store

/// The report on `capacity`: a simulation of measured times.
struct CapacityReport: AnsweringDocument {
    let findings: CapacityFindings
    private let curve: Chart?

    init(_ findings: CapacityFindings) {
        self.findings = findings
        curve = CapacityChart(settings: findings.settings).chart
    }

    var subject: String { "capacity" }

    var title: String { "How many workers builds need" }

    var run: RunSummary { findings.run }

    var drawings: [Chart] { [curve].compactMap { $0 } }

    var sections: [[String]] {
        [
            CapacityAnswerSection(findings: findings).paragraphs,
            image(curve),
            CapacityReadingSection().paragraphs,
            CapacityPointSection(findings: findings).paragraphs,
            CapacityCheckSection(findings: findings).paragraphs,
            CapacityBasisSection(findings: findings).paragraphs,
            CautionSection(cautions: findings.cautions).paragraphs,
            CapacityLimitsSection().paragraphs,
            EnvironmentSection(run: findings.run).paragraphs,
            CapacityReproductionSection(findings: findings).paragraphs,
        ]
    }

    func key(to question: Question) -> KeyEvidence {
        let section = CapacityAnswerSection(findings: findings)
        return KeyEvidence(words: section.words, table: CapacityPointSection(findings: findings).table, charts: [curve])
    }

    var introduction: String { sentence(warnings: findings.cautions) }
}
