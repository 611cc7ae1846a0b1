import Findings
import Foundation

/// The report on `base-images`.
struct BaseImagesReport: ReportDocument {
    let findings: BaseImagesFindings
    /// Single builds by repository, builder and base: cold, and after a change of a source.
    let times: Chart?
    /// What the images take, by builder and base.
    let bytes: Chart?

    init(_ findings: BaseImagesFindings) {
        self.findings = findings
        times = Self.times(findings)
        bytes = BaseByteBars(bytes: findings.bytes).chart
    }

    /// `2016-11-22-base-images`, by the day on which the run started (UTC).
    var name: String { "\(date)-base-images" }

    var drawings: [Chart] { [times, bytes].compactMap { $0 } }

    var markdown: String {
        let paragraphs: [[String]] = [
            ["# Provided base images, or everything by the repository", introduction],
            BaseAnswerSection(findings: findings).paragraphs,
            image(times),
            BaseReadingSection().paragraphs,
            BaseTimesSection(findings: findings).paragraphs,
            BaseBytesSection(findings: findings).paragraphs,
            image(bytes),
            BaseDockerfileSection(findings: findings).paragraphs,
            BaseUpdateSection(findings: findings).paragraphs,
            SuiteSection(findings: findings).paragraphs,
            BaseBalanceSection(findings: findings).paragraphs,
            CautionSection(cautions: findings.cautions).paragraphs,
            BaseLimitsSection().paragraphs,
            EnvironmentSection(run: findings.run).paragraphs,
            BaseReproductionSection(findings: findings).paragraphs,
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

    private static func times(_ findings: BaseImagesFindings) -> Chart? {
        let rows = findings.comparisons.filter { $0.situation != .dependency }.flatMap { found in
            BaseKind.allCases.compactMap { kind -> StripChart.Row? in
                let builds = found.points[kind] ?? []
                guard let median = kind == .provided ? found.provided : found.deferred else { return nil }
                let situation = found.situation == .cold ? "cold" : "source"
                return StripChart.Row(
                    name: "\(Words.series(found.series)): \(BaseWords.kind(kind)), \(situation)",
                    estimate: Estimate(value: median, interval: nil, count: builds.count), points: builds)
            }
        }
        return StripChart(
            name: "builds", title: "A build's time: cold, and after a change of a source", rows: rows, bound: nil,
            quantity: "the build in seconds"
        ).chart
    }
}
