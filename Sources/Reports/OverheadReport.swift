import Findings
import Foundation

/// The report on `build-overhead`: pure, the same findings give the same text.
struct OverheadReport: ReportDocument {
    let findings: OverheadFindings
    let charts: OverheadCharts

    init(_ findings: OverheadFindings) {
        self.findings = findings
        charts = OverheadCharts(findings)
    }

    /// `2016-11-22-overhead`, by the day on which the run started (UTC): also the name of the folder of its charts.
    var name: String { "\(date)-overhead" }

    /// The day on which the run started (UTC).
    var date: String { findings.run.record.startedAt.formatted(.iso8601.year().month().day()) }

    var drawings: [Chart] { charts.all }

    /// The report as Markdown.
    var markdown: String {
        let paragraphs: [[String]] = [
            ["# What builds in containers cost on top of their tests", introduction],
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
        return paragraphs.joined().joined(separator: "\n\n") + "\n"
    }

    private var introduction: String {
        """
        A run of \(date), profile \(Markdown.escaped(findings.run.record.profile)), \
        \(Words.count(findings.run.jobs, "job", "jobs")), \
        \(Words.count(findings.cautions.count, "[warning](#warnings)", "[warnings](#warnings)")).
        """
    }

    private var phases: [String] {
        let table = PhaseSection(findings: findings).paragraphs
        guard !table.isEmpty else { return [] }
        return ["## Where the time goes"] + image(charts.parts) + image(charts.job) + table
    }
}
