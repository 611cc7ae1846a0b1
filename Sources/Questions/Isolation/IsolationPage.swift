/// The page on `isolation`: how many probes passed where, what hardening costs, every probe. The answer is Security's.
struct IsolationPage {
    let evidence: IsolationEvidence

    var page: Page {
        let tally = self.tally
        return Page(
            subject: "isolation", title: "What keeps builds and jobs apart", run: evidence.run,
            introduction: Words.run(evidence.run, warnings: evidence.warnings),
            blocks: [
                answer, [Page.Block].chart(tally), prices, probes,
                WarningSection(warnings: evidence.warnings).paragraphs, Self.limits,
                EnvironmentSection(run: evidence.run).paragraphs, reproduction,
            ].flatMap { $0 },
            key: KeyEvidence(words: words, table: counts, charts: [tally]))
    }

    // MARK: - The answer

    private var answer: [Page.Block] {
        let counts = self.counts
        return [
            "## The answer",
            "**\(IsolationQuestion().words)** (`\(IsolationQuestion.id)`)",
            "\(Page.answerMark)\(words)",
            counts.isEmpty ? "No probe was told of." : .table(counts),
            .text(IsolationWords.missing(evidence.gVisor) ?? Self.ownKernel),
            "**Rule, fixed before the run:** \(IsolationQuestion().rule).",
            """
            **As applied:** a probe passes where it saw what the catalogue expects of a job that has no more than it needs, in \
            every job; it fails where it never did. How grave a failure is, and whether a disposable virtual machine is better, is not \
            decided here: such a machine was not measured. A probe that passes shows that one way is closed, and not that there is \
            none.
            """,
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    private var words: String { "evidence only, for Security to judge.** \(sentence)" }

    private var sentence: String {
        guard let usual = evidence.usualJob else {
            return "No probe was told of from inside a job in its default container."
        }
        let start = """
            Inside a job in its default container \(evidence.count(.passed, in: usual)) of \
            \(Words.count(evidence.tried(in: usual), "probe", "probes")) saw what would be expected
            """
        guard let hardened = evidence.hardenedJob else { return start + "." }
        return """
            \(start); in the hardened container \(evidence.count(.passed, in: hardened)) of \(evidence.tried(in: hardened)).
            """
    }

    private var counts: Table {
        Table(evidence.settings) {
            Column("from inside") { IsolationWords.setting($0) }
            Column("pass", .right) { "\(evidence.count(.passed, in: $0))" }
            Column("fail", .right) { "\(evidence.count(.failed, in: $0))" }
            Column("varied", .right) { "\(evidence.count(.varied, in: $0))" }
            Column("not tried", .right) { "\(evidence.count(.untried, in: $0))" }
        }
    }

    /// What would otherwise be read wrongly.
    private static let ownKernel = """
        **gVisor's columns are not to be counted against runc's.** Inside it a kernel of the container's own answers: a call that is \
        “allowed” there reaches that kernel, and not the worker's, and what is told of seccomp, capabilities and users is that \
        kernel's word. Its networks and limits are the worker's.
        """

    /// A bar a setting: how many probes passed, failed, and were not tried.
    private var tally: Chart? {
        let settings = evidence.settings
        guard !settings.isEmpty else { return nil }
        let title = "Probes that saw what is expected, and that did not"
        var script = GnuplotScript(name: "probes", title: title, height: 140 + 40 * settings.count)
        script.rowNames(settings.map(IsolationWords.setting))
        let parts: [(name: String, title: String, colour: String, answers: [ProbeOutcome.Answer])] = [
            ("passed", "pass", "#0072B2", [.passed]), ("failed", "fail", "#D55E00", [.failed, .varied]),
            ("untried", "not tried", "#BBBBBB", [.untried]),
        ]
        var ends = [Double](repeating: 0, count: settings.count)
        var plots: [String] = []
        for part in parts {
            var boxes: [[Double]] = []
            for (index, setting) in settings.enumerated() {
                let count = part.answers.reduce(0) { $0 + evidence.count($1, in: setting) }
                guard count > 0 else { continue }
                let (start, y) = (ends[index], -Double(index))
                ends[index] += Double(count)
                boxes.append([start, y, start, ends[index], y - 0.34, y + 0.34])
            }
            guard !boxes.isEmpty else { continue }
            script.data(part.name, boxes)
            plots.append(
                "$\(part.name) using 1:2:3:4:5:6 with boxxyerror lc rgb '\(part.colour)' "
                    + "title \(GnuplotScript.quoted(part.title))")
        }
        script.add("set xrange [0:\(GnuplotScript.number(ends.max() ?? 1))]")
        script.add("set xlabel 'probes' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set style fill solid 1 noborder")
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: "probes", alternative: title, script: script.text)
    }

    // MARK: - The price in time

    private var prices: [Page.Block] {
        guard !evidence.prices.isEmpty else {
            return ["## The price in time", "Nothing was measured in more than one container."]
        }
        let table = Table(evidence.prices) {
            Column("command") { Words.fixture($0.series.fixture) }
            Column("container") { Words.configuration($0.series.configuration) }
            Column("run phase", .right) { Words.seconds($0.run.value) }
            Column("95 % interval") { Words.interval($0.run.interval) }
            Column("command alone", .right) { Words.seconds($0.command) }
            Column("longer than the default", .right) {
                $0.isBase ? "the default" : Words.seconds($0.difference?.shift)
            }
            Column("95 % interval") { $0.difference.map { Words.interval($0.interval) } ?? Words.absent }
            Column("pairs", .right) { $0.isBase ? Words.absent : "\($0.pairs)" }
        }
        return [
            "## The price in time", .table(table),
            """
            The run phase is what a job spends on its container: creating, starting, running and awaiting it. Each job is paired with \
            the one in the default container of the same round, with the same builder and command; the difference is Hodges and \
            Lehmann's estimate with its interval; where all pairs differ by the same, that is the clock's step, 1 ms, to each side. \
            The hardened container's limits are part of its price: one processor, 512 MiB \
            of memory; and so is that its /tmp is in memory, which may make it faster. Builds are the same in all.
            """,
        ]
    }

    // MARK: - The probes

    /// Every probe: what it tries, what is expected, what was seen in each setting, and why it matters.
    private var probes: [Page.Block] {
        guard !evidence.probes.isEmpty else { return ["## The probes", "None was told of."] }
        let outcomes = Table(evidence.probes) {
            Column("probe") { "`\($0.id)`" }
            Column("tries") { Markdown.escaped($0.tries) }
            Column("expected") { Markdown.escaped($0.expected) }
            evidence.settings.map { setting in
                Column<ProbeEvidence>(IsolationWords.setting(setting)) { IsolationWords.cell($0.outcomes[setting]) }
            }
        }
        let reasons = Table(evidence.probes) {
            Column("probe") { "`\($0.id)`" }
            Column("why it matters") { Markdown.escaped($0.matters) }
        }
        return [
            "## The probes", .table(outcomes),
            """
            What was seen most often over all jobs, warm-ups included; a probe in a build step counts in the job whose build ran \
            it, and not where the step came from the cache. “Not tried” says why.
            """,
            "### Why each matters", .table(reasons),
        ]
    }

    // MARK: - What is beside

    private static let limits: [Page.Block] = [
        "## What was not measured",
        """
        - **A disposable virtual machine**, which the question compares with: none was at hand.
        - **Flaws.** Probes try what is allowed. Whether the kernel, the engine or a runtime can be broken, they do not tell.
        - **An engine as production sets it up.** Engines were Plimsoll's own, in namespaces of their own on the worker; user \
        namespaces, rootless engines and security modules of a distribution change many rows. Run the scenario on such an engine: \
        `--engine unix://…` (there the probes of the worker's network are left out).
        - **Covert ways** between jobs: timing, caches of the processor, the builders' shared cache and its cache mounts, by which \
        one repository's build finds what another's left.
        - **Names and addresses outside**: nothing beyond the engine's own network was tried.
        """,
    ]

    private var reproduction: [Page.Block] {
        let scenarios = evidence.scenarios.map(ReproductionSection.sqlQuoted).joined(separator: ", ")
        return ReproductionSection.paragraphs(
            of: evidence.run.record, querying: "What each probe saw",
            by: """
                SELECT configuration, place, probe, expected, seen, passed, count(*) AS jobs
                FROM probe_view JOIN job_view USING (job)
                WHERE job_view.run = '\(evidence.run.record.id.uuidString)' AND scenario IN (\(scenarios))
                GROUP BY configuration, place, probe, expected, seen, passed
                ORDER BY probe, place, configuration, jobs DESC;
                """)
    }
}
