import Store

/// The report on `isolation`.
struct IsolationReport: AnsweringDocument {
    let findings: IsolationFindings
    /// How many probes passed in each setting.
    let tally: Chart?

    init(_ findings: IsolationFindings) {
        self.findings = findings
        tally = ProbeBars(findings: findings).chart
    }

    var subject: String { "isolation" }

    var title: String { "What keeps builds and jobs apart" }

    var run: RunSummary { findings.run }

    var drawings: [Chart] { [tally].compactMap { $0 } }

    var sections: [[String]] {
        [
            IsolationAnswerSection(findings: findings).paragraphs,
            image(tally),
            IsolationPriceSection(findings: findings).paragraphs,
            ProbeSection(findings: findings).paragraphs,
            CautionSection(cautions: findings.cautions).paragraphs,
            IsolationLimitsSection().paragraphs,
            EnvironmentSection(run: findings.run).paragraphs,
            IsolationReproductionSection(findings: findings).paragraphs,
        ]
    }

    func key(to question: Question) -> KeyEvidence {
        let section = IsolationAnswerSection(findings: findings)
        return KeyEvidence(words: section.words, table: section.table, charts: [tally])
    }

    var introduction: String { sentence(warnings: findings.cautions) }
}
