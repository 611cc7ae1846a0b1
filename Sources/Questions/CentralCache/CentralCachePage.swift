/// The page on `central-cache`.
struct CentralCachePage {
    let question: CentralCacheQuestion
    let evidence: CentralCacheEvidence
    let verdict: Verdict

    var page: Page {
        let chart = times
        return Page(
            subject: "central-cache", title: "Whether a central cache serves the fleet", run: evidence.run,
            warnings: evidence.warnings,
            sections: [answer, .chart(chart), Self.reading, bySeries, filling, setUp], limits: Self.limits,
            reproduction: ReproductionSection.paragraphs(
                of: evidence.run.record,
                querying: "Each change with the registry's cache and on the warm engine", by: sql),
            key: KeyEvidence(words: words, table: table, charts: [chart]))
    }

    /// Wall time of single jobs by fixture, builder and cache.
    private var times: Chart? {
        Chart.strips(
            name: "cold-and-warm", title: "Job time: cold, with the registry's cache, warm",
            evidence.series.map {
                // The rows of a chart have little room.
                let kind = $0.kind == .local ? "warm" : $0.kind == .registry ? "registry" : "cold"
                return Chart.Strip(name: "\(Words.series($0.series)): \(kind)", estimate: $0.wall, points: $0.points)
            }, quantity: "the whole job in seconds")
    }

    private var answer: [Page.Block] {
        ["## The answer"] + question.answered(words, .table(table)) + [
            """
            **As applied:** each job on the cold engine with the registry's cache is paired with the warm engine's job \
            on the same change. Each change is weighted by how often its kind occurs in the real history. The ratio \
            judged is the first's median time over the second's. Hits are steps that came from the cache, of those \
            that can. Pulling counts in the job's time; pushing does not and is reported below. Warm-ups and failed \
            jobs do not count. Each builder is judged alone and the worst decides. Yes: the ratio's interval lies at \
            or under \(Words.plain(CentralCacheRule.ratioBound)), and that of the hits' share at or over \
            \(Words.percent(CentralCacheRule.hitsBound)). No: either lies beyond. Undecided otherwise. Where no \
            change's hits differ, their interval is what n changes leave possible: 1 − 0.05^(1/n) of changes without \
            hits.
            """,
            "**What follows:** \(consequence)",
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    private var words: String { "\(verdict.answer.headline(yes: "yes.", no: "no."))** \(sentence)" }

    private var sentence: String {
        guard let estimate = verdict.estimate, verdict.decidedBy != nil else {
            return
                "No change was built both with the registry's cache and on a warm engine, so there is nothing to judge."
        }
        let which =
            evidence.builders.count > 1 ? ", the worst of \(evidence.builders.count) builders, which decides" : ""
        let median = """
            With the registry's cache, on an engine that never built the repository, the median job takes \
            \(Words.times(estimate.value)) the warm engine's time. This is\(verdict.with)\(which)
            """
        guard let interval = estimate.interval else {
            let changes = Words.count(estimate.count, "change is", "changes are")
            return "\(median). \(changes) too few to say how far that figure may be off."
        }
        return """
            \(median). The true ratio lies between \(Words.timesInterval(interval).replacing(" to ", with: " and ")) \
            with 95 % confidence (n = \(Words.count(estimate.count, "change", "changes"))).
            """
    }

    private var table: Table {
        Table(evidence.builders) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("warm job", .right) { Words.seconds($0.warm) }
            Column("with registry's cache", .right) { Words.seconds($0.registry) }
            Column("cold job", .right) { Words.seconds($0.cold) }
            Column("registry ÷ warm", .right) { Words.times($0.ratio?.value) }
            Column("95 % interval") { $0.ratio.map { Words.timesInterval($0.interval) } ?? Words.absent }
            Column("cold ÷ warm", .right) { Words.times($0.coldRatio?.value) }
            Column("share of warm engine's hits", .right) { Words.percent($0.hits?.value) }
            Column("changes", .right) { "\($0.ratio?.count ?? 0)" }
            Column("verdict") { $0.answer.rawValue }
        }
    }

    private var consequence: String {
        let good = evidence.builders.filter { $0.answer == .yes }.map { Words.theConfiguration($0.configuration) }
        let needed = verdict.jobsNeeded.map {
            """
            do not decide on these figures: about \(Words.count($0, "more change is", "more changes are")) needed with \
            that builder (`--profile full` runs more).
            """
        }
        return verdict.answer.headline(
            yes: "a new or idle worker can take over a job without rebuilding what another one built.",
            no: good.isEmpty
                ? """
                send jobs to the worker that built their repository last; a central cache does not replace that. Where \
                workers are often new, set one up as well, if the time that it saves is worth the actions below.
                """
                : "a central cache serves with \(good.joined(separator: " and ")) only.",
            undecided: needed ?? "the figures are too near a bound for more changes to decide it.")
    }

    private static let reading: [Page.Block] = [
        "## How to read it",
        """
        - **Job:** what CI does for one revision. It makes the build context, builds the image from the repository's \
        Dockerfile, runs its tests in a container, copies the results out and cleans up.
        - **Warm:** on the engine that built the change before. **Cold, no cache:** on an engine that holds the base image \
        and nothing else; this is checked before each job. **Cold, registry's cache:** the same, but the build may use \
        what the first engine built of the change before and pushed.
        - **BuildKit** fetches what it needs of the cache during the build. For the **classic builder** the image is pulled \
        first, which is part of the job's time.
        - **Bytes moved:** counted by the kernel during the job, both ways, on the pair of interfaces that only engine \
        and registry share.
        - **Median:** half of the jobs took less, half more. **95 % interval:** where the true value lies, with 95 % \
        confidence.
        """,
    ]

    private static let limits: [Page.Block] = [
        "## What was not measured",
        """
        Registry and engines were on one machine: bytes moved through its memory, not a network. Over a link, add the bytes \
        moved divided by its speed. One job ran at a time, so nobody shared the registry. The registry held the change \
        before: a worker that finds an older one misses more. Both engines had the base image.
        """,
    ]

    private var sql: String {
        """
        WITH counted AS (
            SELECT job, fixture, round, weight, wall_s, configuration,
                replace(replace(configuration, ',cache=registry', ''), ',cache=local', '') AS builder,
                (SELECT sum(cached) FROM step_view WHERE step_view.job = job_view.job AND cacheable) AS hits,
                (SELECT value FROM point_view
                    WHERE point_view.job = job_view.job AND series = 'registry_bytes') AS bytes
            FROM job_view
            WHERE \(ReproductionSection.isOf(evidence.run.record, scenarios: evidence.scenarios))
                AND fixture <> 'noop' AND outcome = 'succeeded' AND warmup = 0 AND cold = 0 AND weight > 0
        )
        SELECT registry.builder, registry.fixture, registry.round, registry.weight, registry.wall_s AS registry_s,
            warm.wall_s AS warm_s, registry.hits AS registry_hits, warm.hits AS warm_hits, registry.bytes
        FROM counted AS registry
        JOIN counted AS warm USING (builder, fixture, round)
        WHERE registry.configuration LIKE '%,cache=registry' AND warm.configuration LIKE '%,cache=local'
        ORDER BY 1, 2, 3;
        """
    }
}
