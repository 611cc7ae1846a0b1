import Model

/// The page on `cacheable-dependencies`.
struct DependencyPage {
    let question: CacheableDependenciesQuestion
    let evidence: DependencyEvidence
    let verdict: Verdict

    var page: Page {
        let costs = evidence.costsChart
        return Page(
            subject: "dependencies", title: "What kinds of dependencies can be easily cached", run: evidence.run,
            warnings: evidence.warnings,
            sections: [answer, .chart(costs), .chart(evidence.hitsChart), Self.reading, series, archives],
            limits: Self.limits, reproduction: reproduction,
            key: KeyEvidence(words: words, table: managers, charts: [costs]))
    }

    // MARK: - The answer

    private var answer: [Page.Block] {
        ["## The answer"] + question.answered(words, .table(managers)) + [
            """
            **As applied:** a job costs the time of its build and, with a restored archive, of restoring and saving it. Each package \
            manager is judged with each strategy and builder alone. The ratio is what a change of the manifest costs over a cold build. \
            No: the installation ran again after one source change or more, or the ratio's interval lies over \
            \(Words.plain(DependencyRule.ratioBound)). Yes: it came from the cache after every one of at least \
            \(Estimate.fewestJobs) source changes, and the interval lies at or under \(Words.plain(DependencyRule.ratioBound)). Undecided \
            otherwise. A package manager is easy if one strategy with one builder is; over all of them the least easy decides. The ratio \
            is the median of the ratios of each such change to each cold build. Its interval is exact, by ranks, and needs few jobs.
            """,
            "**What follows:** \(consequence)",
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    private var words: String { "\(verdict.answer.headline(yes: "yes.", no: "no."))** \(sentence)" }

    private var sentence: String {
        guard !evidence.managers.isEmpty else { return "No job was measured, so there is nothing to judge." }
        let lists = evidence.managers.byAnswer(\.name)
        guard let worst = evidence.managers.first(where: { $0.best?.decider == verdict.decidedBy }),
            let best = worst.best, let ratio = best.ratio
        else { return "By package manager, \(lists)." }
        let interval =
            ratio.interval.map {
                "With 95 % confidence it lies between \(Words.timesInterval($0).replacing(" to ", with: " and "))"
            } ?? "The jobs are too few to say how far that may be off"
        return """
            By package manager, \(lists). The least easy is \(worst.name). With its best strategy \
            (\(Words.configuration(best.series.configuration))) a change of its manifest costs \(Words.times(ratio.value)) what \
            a cold build costs. \(interval) (n = \(Words.count(ratio.count, "change", "changes"))).
            """
    }

    private var managers: Table {
        func strategies(_ manager: DependencyManager, _ answer: Verdict.Answer) -> String {
            let names = manager.series.filter { $0.answer == answer }.map {
                Words.configuration($0.series.configuration)
            }
            return names.isEmpty ? Words.absent : names.joined(separator: "; ")
        }
        return Table(evidence.managers) {
            Column("package manager") { $0.name }
            Column("easily?") { $0.answer.rawValue }
            Column("best strategy") { $0.best.map { Words.configuration($0.series.configuration) } ?? Words.absent }
            Column("ratio", .right) { Words.times($0.best?.ratio?.value) }
            Column("95 % interval") { $0.best?.ratio.map { Words.timesInterval($0.interval) } ?? Words.absent }
            Column("easy with") { strategies($0, .yes) }
            Column("not easy with") { strategies($0, .no) }
            Column("undecided with") { strategies($0, .undecided) }
        }
    }

    private var consequence: String {
        let simple = evidence.managers.filter { manager in
            manager.series.contains { $0.strategy == "manifest-layer" && $0.answer == .yes }
        }
        let hits = evidence.series.filter { $0.strategy == "manifest-layer" }.compactMap { $0.of(.source) }
        var text =
            !hits.isEmpty && hits.allSatisfy { $0.hits == $0.jobs }
            ? "copying the manifest before the rest keeps the installation cached over every change of sources. " : ""
        text +=
            simple.count == evidence.managers.count && !simple.isEmpty
            ? "It also makes changes of the manifest cheap."
            : """
            The strategy decides whether a change of the manifest gets cheaper: use the one of the table above for each package \
            manager. Where no strategy makes it cheaper, expect such a change to cost nearly a cold build.
            """
        if verdict.answer == .undecided, let needed = verdict.jobsNeeded {
            text += """
                 Where it is undecided, do not decide on these figures: about \
                \(Words.count(needed, "more change is", "more changes are")) needed (`--profile full` runs more).
                """
        }
        return text
    }

    // MARK: - The figures

    private var series: [Page.Block] {
        func interval(_ found: DependencyClass?) -> String {
            found.map { Words.interval($0.cost.interval) } ?? Words.absent
        }
        let table = Table(evidence.series) {
            Column("package manager") { $0.series.fixture }
            Column("builder and strategy") { Words.configuration($0.series.configuration) }
            Column("cold", .right) { $0.cold.map { "\(Words.seconds($0.value)) (n \($0.count))" } ?? Words.absent }
            Column("nothing changed", .right) { Words.seconds($0.of(.none)?.cost.value) }
            Column("source changed", .right) { Words.seconds($0.of(.source)?.cost.value) }
            Column("95 % interval") { interval($0.of(.source)) }
            Column("manifest changed", .right) { Words.seconds($0.of(.dependency)?.cost.value) }
            Column("95 % interval") { interval($0.of(.dependency)) }
            Column("hits after source", .right) { $0.of(.source).map { "\($0.hits) of \($0.jobs)" } ?? Words.absent }
            Column("manifest ÷ cold", .right) { Words.times($0.ratio?.value) }
            Column("95 % interval") { $0.ratio.map { Words.timesInterval($0.interval) } ?? Words.absent }
            Column("verdict") { $0.answer.rawValue }
        }
        return .section(
            "## By package manager, strategy and builder", table,
            "Medians of what a job cost, over jobs that succeeded. Warm-ups do not count.",
            otherwise: "No job was measured.")
    }

    private var archives: [Page.Block] {
        let table = Table(evidence.series.filter { $0.restore != nil }) {
            Column("package manager") { $0.series.fixture }
            Column("builder") { Words.configuration($0.series.without(\.strategy).configuration) }
            Column("restore", .right) { Words.seconds($0.restore) }
            Column("save", .right) { Words.seconds($0.save) }
            Column("archive", .right) { Words.bytes($0.archiveBytes) }
        }
        return .section(
            "## What the archives cost", table,
            """
            Medians over changes of the manifest, as only these fetch an archive and save a new one. The store is a directory on the \
            same disk. Over a network, add the archive's size divided by the network's speed, twice. Sending the archive to the engine \
            is part of the build.
            """)
    }

    private var reproduction: [Page.Block] {
        ReproductionSection.paragraphs(
            of: evidence.run.record, querying: "What each job cost and whether its installation came from the cache",
            by: """
                SELECT fixture, configuration, cold, change_class,
                    build_s + coalesce((SELECT sum(value) FROM point_view WHERE point_view.job = job_view.job
                        AND series IN ('archive_restore_s', 'archive_save_s')), 0) AS cost_s,
                    (SELECT min(cached) FROM step_view WHERE step_view.job = job_view.job
                        AND cacheable AND instruction LIKE 'RUN%') AS hit
                FROM job_view
                WHERE \(ReproductionSection.isOf(evidence.run.record, scenarios: evidence.scenarios))
                    AND outcome = 'succeeded' AND warmup = 0
                ORDER BY fixture, configuration, cold, change_class, position;
                """)
    }

    // MARK: - The same for every run

    private static let reading: [Page.Block] = [
        "## How to read it",
        """
        - **One layer:** the whole tree is copied, then dependencies are installed. **Layer by manifest:** the manifest alone is \
        copied and installed, then the rest. **Cache mount:** the same, and BuildKit keeps the package manager's downloads \
        from build to build. **Restored archive:** the same, and the downloads are fetched from a store before the build, \
        and sent with its context. After a job that succeeded they are saved under the manifest's digest.
        - **Cold:** built without any cache, with an empty cache mount and without an archive. The package manager itself is in \
        the base image. So a cold job costs the installation of the dependencies and what follows it, not that of the tools.
        - **Cost:** the time of the build and, with a restored archive, of restoring and saving it.
        - **Hit:** the step that installs came from the builder's cache.
        - **Median:** half of the jobs took less, half more. **95 % interval:** where the true value lies, with 95 % \
        confidence. Medians of fewer than six jobs have none.
        """,
    ]

    private static let limits: [Page.Block] = [
        "## What was not measured",
        """
        Packages came from a mirror on the engine itself: no figure includes a network's time for a download. Cache mounts and \
        archives save downloads, so on a slow network their ratio would be lower. The packages of npm, gem and composer were made \
        up; the package managers are real. In number, size and depth they are a medium repository's, and they compile nothing. \
        No fixture has a lock file: each installation resolves its manifest. One job ran at a time. Every stream has its own archive \
        and its own cache mount, filled by its own jobs only.
        """,
    ]
}

extension [DependencyManager] {
    /// `easily: apt, npm; undecided: pip`: a word of each by what the rule says of it.
    func byAnswer(_ word: (DependencyManager) -> String) -> String {
        let parts = [("easily", Verdict.Answer.yes), ("not easily", .no), ("undecided", .undecided)].map {
            name, answer in
            (name, filter { $0.answer == answer }.map(word).joined(separator: ", "))
        }
        return parts.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }.joined(separator: "; ")
    }
}
