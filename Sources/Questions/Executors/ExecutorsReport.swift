import Model
import Store

/// The report on `executors`.
struct ExecutorsReport: AnsweringDocument {
    let findings: ExecutorsFindings
    /// Throughput and the 95th percentile over the number of executors, by builder.
    let sweeps: ChartByBuilder
    /// How long jobs took at each level, by builder.
    let times: [Chart]

    init(_ findings: ExecutorsFindings) {
        self.findings = findings
        sweeps = ChartByBuilder(entries: findings.sweeps.map { ($0.configuration, SweepChart(sweep: $0).chart) })
        times = findings.sweeps.compactMap { LevelTimesChart(sweep: $0).chart }
    }

    var subject: String { "executors" }

    var title: String { "How many executors a worker carries" }

    var run: RunSummary { findings.run }

    var drawings: [Chart] { sweeps.all + times }

    var sections: [[String]] {
        [
            ExecutorsAnswerSection(findings: findings).paragraphs,
            sweeps.all.flatMap { image($0) },
            ExecutorsReadingSection().paragraphs,
            LevelsSection(findings: findings).paragraphs,
            times.flatMap { image($0) },
            OpenLevelsSection(findings: findings).paragraphs,
            LevelHostSection(findings: findings).paragraphs,
            CautionSection(cautions: findings.cautions).paragraphs,
            ExecutorsLimitsSection().paragraphs,
            EnvironmentSection(run: findings.run).paragraphs,
            ExecutorsReproductionSection(findings: findings).paragraphs,
        ]
    }

    func key(to question: Question) -> KeyEvidence {
        let section = ExecutorsAnswerSection(findings: findings)
        return KeyEvidence(
            words: section.words, table: section.table, charts: sweeps.deciding(findings.verdict.decidedBy))
    }

    var introduction: String { sentence(warnings: findings.cautions) }
}
