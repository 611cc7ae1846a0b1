import Store

/// The report on `build-overhead`: pure, the same findings give the same text.
struct OverheadReport: AnsweringDocument {
    let findings: OverheadFindings
    let charts: OverheadCharts

    init(_ findings: OverheadFindings) {
        self.findings = findings
        charts = OverheadCharts(findings)
    }

    var subject: String { "overhead" }

    var title: String { "What builds in containers cost on top of their tests" }

    var run: RunSummary { findings.run }

    var drawings: [Chart] { charts.all }

    var sections: [[String]] {
        [
            AnswerSection(findings: findings).paragraphs,
            image(charts.overhead),
            ReadingSection().paragraphs,
            SeriesSection(findings: findings).paragraphs,
            image(charts.classes),
            phases,
            ColdSection(findings: findings).paragraphs,
            DirectSection(findings: findings).paragraphs,
            FloorSection(findings: findings).paragraphs,
            OwnCostSection(findings: findings).paragraphs,
            CautionSection(cautions: findings.cautions).paragraphs,
            UnmeasuredSection().paragraphs,
            EnvironmentSection(run: findings.run).paragraphs,
            ReproductionSection(findings: findings).paragraphs,
        ]
    }

    func key(to question: Question) -> KeyEvidence {
        let section = AnswerSection(findings: findings)
        return KeyEvidence(words: section.words, table: section.table, charts: [charts.overhead])
    }

    var introduction: String { sentence(warnings: findings.cautions) }

    private var phases: [String] {
        let table = PhaseSection(findings: findings).paragraphs
        guard !table.isEmpty else { return [] }
        return ["## Where the time goes"] + image(charts.parts) + image(charts.job) + table
    }
}
