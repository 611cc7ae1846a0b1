import Model

/// The page on the builders' caches: how much came from them, why the rest did not, and what invalidates what. It answers no question.
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
        let sections: [[Page.Block]] = [
            invalidations, rates, .chart(HitRateBars(series: evidence.series).chart), misses,
            EnvironmentSection(run: evidence.run).paragraphs,
        ]
        return Page(
            subject: "cache", title: "What came from the cache, and why the rest did not", run: evidence.run,
            introduction: introduction, blocks: sections.flatMap { $0 })
    }

    private var introduction: String {
        let run = evidence.run
        return """
            \(Page.answerMark)\(headline)** A run of \(Words.day(run.record.startedAt)), profile \
            \(Markdown.escaped(run.record.profile)), \(Words.count(run.jobs, "job", "jobs")). Only steps that \
            can come from a cache count: `RUN`, `COPY`, `ADD` and `WORKDIR`.
            """
    }

    private var headline: String {
        guard evidence.invalidations.isEmpty else {
            return """
                of \(Words.count(evidence.invalidations.count, "change", "changes")), one of each kind, \
                \(evidence.invalidations.count(where: \.isHarmless)) left every step in the cache; on \
                \(evidence.invalidations.count(where: \.differs)) the builders differ.
                """
        }
        let rates = evidence.series.filter { !$0.series.isFloor }.compactMap(\.all.byCount)
        guard let low = rates.min(), let high = rates.max() else { return "no job could use a cache." }
        let range = low == high ? Words.percent(low) : "\(Words.percent(low)) to \(Words.percent(high))"
        return "\(range) of the steps that could come from the cache did."
    }

    // MARK: - What invalidates what

    private var invalidations: [Page.Block] {
        guard !evidence.invalidations.isEmpty else { return [] }
        let configurations = Set(evidence.invalidations.flatMap(\.effects.keys)).sorted()
        let table = Table(evidence.invalidations) {
            Column("change") { Markdown.escaped($0.change) }
            configurations.map { name in Column<Invalidation>(Words.configuration(name)) { Self.text($0.effects[name]) }
            }
            Column("alike") { $0.differs ? "**no**" : "yes" }
        }
        return [
            "## What invalidates what",
            .table(table),
            """
            One change of each kind, each built on top of those before it, and what it made miss: the first step that did \
            not come from the cache, the reason that Plimsoll found by comparing what the step was made from with the \
            builds before, and how many steps missed with it. Nothing in this table is taken from documentation.
            """,
            .text(surprises),
        ]
    }

    private static func text(_ effect: Invalidation.Effect?) -> String {
        guard let effect else { return Words.absent }
        guard let first = effect.first, effect.misses > 0 else { return "all \(effect.steps) from the cache" }
        let reason = effect.reason?.rawValue ?? "reason unknown"
        return "\(reason): \(Markdown.code(first)), \(effect.misses) of \(effect.steps) missed"
    }

    /// What contradicts common belief, where this run shows it.
    private var surprises: String {
        var lines: [String] = []
        if evidence.invalidations.first(where: { $0.change.contains("modification time") })?.isHarmless ?? false {
            lines.append(
                """
                - The notes of the trial say that modification times matter. **They do not**: with new times alone, every step \
                came from the cache, so a fresh clone needs no care for its files' times.
                """)
        }
        for different in evidence.invalidations where different.differs {
            let effects = different.effects.sorted { $0.key < $1.key }.map { configuration, effect in
                "\(Words.theConfiguration(configuration)) \(effect.misses == 0 ? "missed nothing" : "missed \(effect.misses)")"
            }
            lines.append(
                "- The builders **differ** on \(Markdown.escaped(different.change)): \(effects.joined(separator: ", "))."
            )
        }
        return lines.joined(separator: "\n")
    }

    // MARK: - Hits and misses

    private var rates: [Page.Block] {
        var rows: [(series: Series, changed: String, rate: HitRate)] = []
        for found in evidence.series {
            rows.append((found.series, "all", found.all))
            for part in found.classes where found.classes.count > 1 {
                rows.append((found.series, Words.changeClass(part.changeClass), part.rate))
            }
        }
        let table = Table(rows) {
            Column("fixture") { Words.fixture($0.series.fixture) }
            Column("builder") { Words.configuration($0.series.configuration) }
            Column("changed") { $0.changed }
            Column("steps", .right) { "\($0.rate.steps)" }
            Column("hits", .right) { "\($0.rate.hits)" }
            Column("by count", .right) { Words.percent($0.rate.byCount) }
            Column("by cold time", .right) { Words.percent($0.rate.byColdTime) }
            Column("by bytes", .right) { Words.percent($0.rate.byBytes) }
            Column("of them never seen to miss", .right) { Words.percent($0.rate.untimedShare) }
        }
        return [
            "## How much came from the cache",
            table.isEmpty ? "No warm job had a step that could come from a cache." : .table(table),
            """
            Warm jobs that succeeded. “By count” counts all steps alike; “by cold time” weights each by the time that it takes \
            when it misses (the mean over its misses in this run, warm-ups and cold builds included), which is what a hit \
            saves; steps that never missed have no such time and are left out of it. “By bytes” weights each by the size of its \
            layer. The rows “all” weight each job by how \
            often its kind of change stands in the real history.
            """,
        ]
    }

    /// Why steps missed.
    private var misses: [Page.Block] {
        // Earlier versions left out what they could not tell.
        let seen = MissReason.allCases.filter { reason in
            evidence.series.contains { $0.reasons.contains { ($0.reason ?? .unknown) == reason } }
        }
        guard !seen.isEmpty else { return ["## Why steps missed", "No step of a warm job missed."] }
        func count(_ reason: MissReason, _ found: CacheEvidence.SeriesCache) -> Int {
            found.reasons.filter { ($0.reason ?? .unknown) == reason }.reduce(0) { $0 + $1.count }
        }
        let table = Table(evidence.series) {
            Column("fixture") { Words.fixture($0.series.fixture) }
            Column("builder") { Words.configuration($0.series.configuration) }
            seen.map { reason in Column<CacheEvidence.SeriesCache>(reason.rawValue, .right) { "\(count(reason, $0))" } }
        }
        return [
            "## Why steps missed",
            .table(table),
            """
            Steps of warm jobs. “Parent missed” stands behind a step that missed for a reason of its own. “Evicted” means that \
            a build before made the step from the same inputs, and the engine was seen to have its result no longer. “Cold” means \
            that no build before made it. “Unknown” counts the misses whose reason could not be learned.
            """,
        ]
    }
}

/// Hit rates as bars, two a series and change class: by count, and by cold time.
struct HitRateBars {
    let series: [CacheEvidence.SeriesCache]

    var chart: Chart? {
        let rows = series.flatMap { found in
            found.classes.compactMap { part in
                part.rate.byCount.map {
                    (
                        name: "\(Words.series(found.series)): \(Words.changeClass(part.changeClass))", count: $0,
                        time: part.rate.byColdTime
                    )
                }
            }
        }
        guard !rows.isEmpty else { return nil }
        let name = "hit-rates"
        let title = "Steps from the cache, by what the revision changed"
        var script = GnuplotScript(name: name, title: title, height: 140 + 34 * rows.count)
        script.rowNames(rows.map(\.name))
        script.data("count", rows.enumerated().map { Self.box($0.offset, $0.element.count, upper: true) })
        script.data(
            "time", rows.enumerated().compactMap { index, row in row.time.map { Self.box(index, $0, upper: false) } })
        script.add("set xrange [0:100]")
        script.add("set xlabel 'per cent' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set style fill solid 1 noborder")
        script.add(
            "plot $count using 1:2:3:4:5:6 with boxxyerror lc rgb '#0072B2' title 'by count', "
                + "$time using 1:2:3:4:5:6 with boxxyerror lc rgb '#E69F00' title 'by cold time'")
        return Chart(name: name, alternative: title, script: script.text)
    }

    private static func box(_ row: Int, _ rate: Double, upper: Bool) -> [Double] {
        let y = -Double(row)
        return [0, y, 0, rate * 100, upper ? y : y - 0.36, upper ? y + 0.36 : y]
    }
}
