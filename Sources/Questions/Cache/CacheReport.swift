import Model
import Store

/// The report on the builders' caches: how much came from them, why the rest did not, and what invalidates what.
struct CacheReport: ReportDocument {
    let findings: CacheFindings
    private let chart: Chart?

    init(_ findings: CacheFindings) {
        self.findings = findings
        chart = HitRateBars(series: findings.series).chart
    }

    var subject: String { "cache" }

    var title: String { "What came from the cache, and why the rest did not" }

    var run: RunSummary { findings.run }

    var drawings: [Chart] { [chart].compactMap { $0 } }

    var sections: [[String]] {
        [
            InvalidationSection(invalidations: findings.invalidations).paragraphs,
            HitRateSection(series: findings.series).paragraphs,
            image(chart),
            MissSection(series: findings.series).paragraphs,
            EnvironmentSection(run: findings.run).paragraphs,
        ]
    }

    var introduction: String {
        """
        \(AnswerSection.headlineMark)\(headline)** A run of \(date), profile \
        \(Markdown.escaped(findings.run.record.profile)), \(Words.count(findings.run.jobs, "job", "jobs")). Only steps that \
        can come from a cache count: `RUN`, `COPY`, `ADD` and `WORKDIR`.
        """
    }

    private var headline: String {
        guard findings.invalidations.isEmpty else {
            let harmless = findings.invalidations.count { $0.effects.values.allSatisfy { $0.misses == 0 } }
            let differing = findings.invalidations.count(where: \.differs)
            return """
                of \(Words.count(findings.invalidations.count, "change", "changes")), one of each kind, \(harmless) left every \
                step in the cache; on \(differing) the builders differ.
                """
        }
        let rates = findings.series.filter { !$0.series.isFloor }.compactMap(\.all.byCount)
        guard let low = rates.min(), let high = rates.max() else { return "no job could use a cache." }
        let range = low == high ? Words.percent(low) : "\(Words.percent(low)) to \(Words.percent(high))"
        return "\(range) of the steps that could come from the cache did."
    }
}
