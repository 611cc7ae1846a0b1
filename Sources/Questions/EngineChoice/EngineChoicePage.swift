import Model

/// The page on `engine-choice`: the table of all engines and builders first, then each of its columns in detail.
struct EngineChoicePage {
    let evidence: EngineChoiceEvidence

    private let question = EngineChoiceQuestion()

    var page: Page {
        let chart = overheadChart
        let engines = Words.count(evidence.engines.count, "engine", "engines")
        return Page(
            subject: "engines", title: "The same jobs on several engines", run: evidence.run, place: " on \(engines)",
            warnings: evidence.warnings,
            sections: [
                answer, .chart(chart), Self.reading, comparison, phases, cache, disk, leftovers, engineTable,
            ], limits: Self.limits, reproduction: reproduction,
            key: KeyEvidence(words: words, table: table, charts: [chart]))
    }

    // MARK: - The answer

    private var answer: [Page.Block] {
        ["## The answer"] + question.answered(words, .table(table)) + [
            """
            **As applied:** overhead, hits and disk are those of warm jobs of real fixtures after a change of source files. The \
            overhead is the median, the disk the mean. “Reported” is what the engine's own account names of that disk. \
            “Left behind” counts what the audits after all jobs found, and “failed” all jobs. Warm-ups are among these two. \
            The order of the rows judges nothing.
            """
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    private var words: String { "evidence only, for people to judge.** \(sentence)" }

    private var sentence: String {
        guard let lowest = evidence.lowest, let overhead = lowest.overhead else {
            return "Fewer than two engines or builders have a warm job of a source change that succeeded."
        }
        let interval = overhead.interval.map { ", 95 % interval \(Words.interval($0))" } ?? ""
        let start = """
            After a change of source files a warm job has the lowest overhead with \(Words.byEngine(lowest.configuration)): \
            \(Words.seconds(overhead.value)) (median\(interval), n = \(Words.count(overhead.count, "job", "jobs"))).
            """
        let alike = evidence.choices.filter { $0.standing == .notDistinguishable }.map {
            Words.byEngine($0.configuration)
        }
        let same = alike.isEmpty ? "" : " These jobs do not distinguish it from: \(alike.joined(separator: "; "))."
        let others = EngineChoiceWords.others(evidence).map {
            " The \(alike.isEmpty ? "others take" : "rest takes") \($0) that."
        }
        return "\(start)\(same)\(others ?? "") \(failures)"
    }

    private var failures: String {
        let (jobs, failed) = evidence.choices.reduce((0, 0)) { ($0.0 + $1.jobs, $0.1 + $1.failures) }
        return "Of \(Words.count(jobs, "job", "jobs")) \(failed) failed."
    }

    private var table: Table {
        let facts = Dictionary(evidence.engines.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
        return Table(evidence.choices) {
            Self.names
            Column("overhead", .right) { Words.seconds($0.overhead?.value) }
            Column("95 % interval") { $0.overhead.map { Words.interval($0.interval) } ?? Words.absent }
            Column("jobs", .right) { "\($0.overhead?.count ?? 0)" }
            Column("no-op job", .right) { Words.seconds($0.floor?.value) }
            Column("steps from the cache", .right) { Words.steps($0.cachedSteps, of: $0.cacheableSteps) }
            Column("disk a job", .right) { Words.bytes($0.disk?.growth.mean) }
            Column("reported", .right) { Words.percent($0.disk?.share) }
            Column("left behind", .right) { EngineChoiceWords.left($0) }
            Column("failed", .right) { EngineChoiceWords.failed($0) }
            Column("version") { facts[$0.engine]?.version.map { Markdown.escaped($0) } ?? Words.absent }
            Column("image store") { facts[$0.engine].map(EngineChoiceWords.store) ?? Words.absent }
        }
    }

    static var names: [Column<EngineBuilder>] {
        [
            Column("engine") { Words.engine($0.engine) },
            Column("builder") { Words.configuration($0.configuration.name(without: "engine")) },
        ]
    }

    private static let reading: [Page.Block] = [
        "## How to read it",
        """
        - **Overhead:** a job's time less the time that its own command ran inside the container.
        - **No-op job:** an empty repository whose command does nothing: the least that any job costs.
        - **Warm:** the engine has built the repository before, so that the build can use its cache.
        - **Image store:** where an engine keeps images. New installations of Docker use containerd's.
        - **Order:** all engines are up at the same time. Jobs alternate between engines and builders, so that the machine's drift \
        is in all rows alike.
        """,
    ]

    // MARK: - The charts

    private var overheadChart: Chart? {
        Chart.strips(
            name: "engines", title: "Overhead of each warm job of a source change, by engine and builder",
            evidence.choices.compactMap { choice in
                choice.overhead.map {
                    Chart.Strip(name: Words.shortByEngine(choice.configuration), estimate: $0, points: choice.points)
                }
            })
    }

    var partsChart: Chart? {
        Chart.parts(
            name: "engine-parts", title: "Where the overhead of a source change goes",
            evidence.choices.compactMap { choice in
                choice.parts.map { (Words.shortByEngine(choice.configuration), $0, choice.overhead?.value) }
            }, withCommand: false)
    }

    // MARK: - What is beside

    private static let limits: [Page.Block] = [
        "## What was not measured",
        """
        - **Load.** Jobs ran one after another. How many executors an engine carries is `scenarios/executors.yaml` with `--engine`.
        - **Faults and isolation.** What engines leave after faults, and what jobs can reach, are `scenarios/cleanup.yaml` and \
        `scenarios/isolation.yaml` with `--engine`.
        - **What invalidates what.** `scenarios/engines-cache.yaml` finds it out for each engine and builder.
        - **Engines as production sets them up.** These are Debian's packages in namespaces on one machine. Their defaults differ \
        from those of other distributions, and nothing here is rootless.
        - **Memory** of the engines' own processes, and how well an engine is maintained.
        """,
    ]

    private var reproduction: [Page.Block] {
        ReproductionSection.paragraphs(
            of: evidence.run.record, querying: "The overheads of the first table",
            by: ReproductionSection.medianOverheads(
                of: evidence.run.record, scenarios: evidence.scenarios, where: " AND change_class = 'source'"))
    }
}
