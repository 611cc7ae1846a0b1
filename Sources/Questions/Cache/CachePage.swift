import Model

/// The page on the builders' caches: what came from them, why the rest did not, what invalidates what.
struct CachePage {
    let evidence: CacheEvidence

    /// Nil where no warm job had a step that could come from a cache.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func page(in run: RunReader) async throws -> Page? {
        let evidence = try await run.cacheEvidence()
        return evidence.series.isEmpty ? nil : CachePage(evidence: evidence).page
    }

    var page: Page {
        let run = evidence.run
        return Page(
            subject: "cache", title: "What came from the cache, and why the rest did not", run: run,
            introduction: """
                \(Page.answerMark)\(headline)** A run of \(Words.day(run.record.startedAt)), profile \
                \(Markdown.escaped(run.record.profile)), \(Words.count(run.jobs, "job", "jobs")). Only steps that \
                can come from a cache count: `RUN`, `COPY`, `ADD` and `WORKDIR`.
                """,
            blocks: invalidations + rates + .chart(evidence.chart) + misses + .environment(run))
    }

    private var headline: String {
        guard evidence.invalidations.isEmpty else {
            return """
                of \(Words.count(evidence.invalidations.count, "change", "changes")), one of each kind, \
                \(evidence.invalidations.count(where: \.isHarmless)) left every step in the cache; \
                \(evidence.variesEngines ? "engines and builders" : "the builders") differ on \
                \(evidence.invalidations.count(where: \.differs)).
                """
        }
        let rates = evidence.series.filter { !$0.series.isFloor }.compactMap(\.all.byCount)
        guard let low = rates.min(), let high = rates.max() else { return "no job could use a cache." }
        let range = low == high ? Words.percent(low) : "\(Words.percent(low)) to \(Words.percent(high))"
        return "\(range) of the steps that could come from the cache came from it."
    }

    // MARK: - Hits and misses

    private var rates: [Page.Block] {
        typealias Row = (series: Series, changed: String, rate: HitRate)
        let rows = evidence.series.flatMap { found -> [Row] in
            let classes = found.classes.map { (found.series, Words.changeClass($0.changeClass), $0.rate) }
            return [(found.series, "all", found.all)] + (classes.count > 1 ? classes : [])
        }
        let table = Table(rows) {
            Series.columns { $0.series }
            Column("changed") { $0.changed }
            Column("steps", .right) { "\($0.rate.steps)" }
            Column("hits", .right) { "\($0.rate.hits)" }
            Column("by count", .right) { Words.percent($0.rate.byCount) }
            Column("by cold time", .right) { Words.percent($0.rate.byColdTime) }
            Column("by bytes", .right) { Words.percent($0.rate.byBytes) }
            Column("never seen to miss", .right) { Words.percent($0.rate.untimedShare) }
        }
        return [
            "## How much came from the cache",
            table.isEmpty ? "No warm job had a step that could come from a cache." : .table(table),
            """
            Warm jobs that succeeded. “By count” counts all steps alike. “By cold time” weights each by the time that it takes \
            when it misses, which is what a hit saves. That time is the mean over its misses in this run, warm-ups and cold \
            builds included. Steps that never missed have none and are left out. “By bytes” weights each by the size of its \
            layer. The rows “all” weight each job by how often its kind of change occurs in the real history.
            """,
        ]
    }

    private var misses: [Page.Block] {
        // Earlier versions left out what they could not tell.
        let seen = MissReason.allCases.filter { reason in
            evidence.series.contains { $0.reasons.contains { ($0.reason ?? .unknown) == reason } }
        }
        func count(_ reason: MissReason, _ found: CacheEvidence.SeriesCache) -> Int {
            found.reasons.filter { ($0.reason ?? .unknown) == reason }.reduce(0) { $0 + $1.count }
        }
        let table = Table(seen.isEmpty ? [] : evidence.series) {
            Series.columns { $0.series }
            seen.map { reason in Column(reason.rawValue, .right) { "\(count(reason, $0))" } }
        }
        return .section(
            "## Why steps missed", table,
            """
            Steps of warm jobs. “Parent missed” follows a step that missed for a reason of its own. “Evicted” means that an \
            earlier build made the step from the same inputs, and the engine was seen to have lost its result. “Cold” means \
            that no earlier build made it. “Unknown” counts the misses whose reason could not be learned.
            """, otherwise: "No step of a warm job missed.")
    }
}
