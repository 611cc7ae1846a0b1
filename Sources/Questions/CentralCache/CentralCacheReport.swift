import Store

/// The report on `central-cache`.
struct CentralCacheReport: AnsweringDocument {
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

    var subject: String { "central-cache" }

    var title: String { "Whether a central cache serves the fleet" }

    var run: RunSummary { findings.run }

    var drawings: [Chart] { [times].compactMap { $0 } }

    var sections: [[String]] {
        [
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
    }

    func key(to question: Question) -> KeyEvidence {
        let section = CacheAnswerSection(findings: findings)
        return KeyEvidence(words: section.words, table: section.table, charts: [times])
    }

    var introduction: String { sentence(warnings: findings.cautions) }
}
