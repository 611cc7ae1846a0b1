import Findings
import Foundation

/// The report on `central-cache`.
struct CentralCacheReport: ReportDocument {
    let findings: CentralCacheFindings
    /// Wall time of single jobs by fixture, builder and cache.
    let times: Chart?

    init(_ findings: CentralCacheFindings) {
        self.findings = findings
        times =
            StripChart(
                name: "cold-and-warm", title: "A job's time: cold, with the registry's cache, warm",
                rows: findings.series.map { found in
                    StripChart.Row(
                        name: "\(Words.series(found.series)): \(CacheWords.shortest(found.kind))", estimate: found.wall,
                        points: found.points)
                }, bound: nil, quantity: "the whole job in seconds"
            ).chart
    }

    /// `2016-11-22-central-cache`, by the day on which the run started (UTC).
    var name: String { "\(date)-central-cache" }

    var drawings: [Chart] { [times].compactMap { $0 } }

    var markdown: String {
        let paragraphs: [[String]] = [
            ["# Whether a central cache serves the fleet", introduction],
            CacheAnswerSection(findings: findings).paragraphs,
            image(times),
            CacheReadingSection().paragraphs,
            CacheSeriesSection(findings: findings).paragraphs,
            CachePushSection(findings: findings).paragraphs,
            SetUpSection(findings: findings).paragraphs,
            CautionSection(cautions: findings.cautions).paragraphs,
            CacheLimitsSection().paragraphs,
            EnvironmentSection(run: findings.run).paragraphs,
            CacheReproductionSection(findings: findings).paragraphs,
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
