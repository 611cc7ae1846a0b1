/// The page on `isolation`: how many probes passed where, what hardening costs, every probe. The answer is Security's.
struct IsolationPage {
    let evidence: IsolationEvidence

    private let question = IsolationQuestion()

    var page: Page {
        let tally = self.tally
        return Page(
            subject: "isolation", title: "What keeps builds and jobs apart", run: evidence.run,
            warnings: evidence.warnings, sections: [answer, .chart(tally), prices, probes], limits: Self.limits,
            reproduction: reproduction, key: KeyEvidence(words: words, table: counts, charts: [tally]))
    }

    // MARK: - The answer

    private var answer: [Page.Block] {
        let counts = self.counts
        let beside = question.answered(
            words, counts.isEmpty ? "No probe reported." : .table(counts),
            .text(IsolationWords.missing(evidence.gVisor) ?? Self.ownKernel))
        return ["## The answer"] + beside + [
            """
            **As applied:** a probe passes where, in every job, it saw what the catalogue expects of a job with no more than it needs. \
            It fails where it never did. This page does not judge how serious a failure is. It does not judge whether a disposable \
            virtual machine is better: none was measured. A probe that passes shows that one way is closed, not that there is none.
            """
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    private var words: String { "evidence only, for Security to judge.** \(sentence)" }

    private var sentence: String {
        guard let usual = evidence.usualJob else {
            return "No probe reported from inside a job in its default container."
        }
        let start = """
            Inside a job in its default container \(evidence.count(.passed, in: usual)) of \
            \(Words.count(evidence.tried(in: usual), "probe", "probes")) saw what would be expected
            """
        let open = "Disposable virtual machines were not probed: whether containers are better or worse stays open."
        guard let hardened = evidence.hardenedJob else { return "\(start). \(open)" }
        return "\(start); in the hardened container "
            + "\(evidence.count(.passed, in: hardened)) of \(evidence.tried(in: hardened)). \(open)"
    }

    private var counts: Table {
        Table(evidence.settings) {
            Column("from inside") { IsolationWords.setting($0) }
            ProbeOutcome.Answer.allCases.map { answer in
                Column(answer.rawValue, .right) { "\(evidence.count(answer, in: $0))" }
            }
        }
    }

    /// What would otherwise be read wrongly.
    private static let ownKernel = """
        **Do not count gVisor's columns against runc's.** Inside gVisor the container has its own kernel. A call that is “allowed” \
        there reaches that kernel, and not the worker's. What is reported of seccomp, capabilities and users is that kernel's claim. \
        Its networks and limits are the worker's.
        """

    /// A bar a setting: how many probes passed, failed, and were not tried.
    private var tally: Chart? {
        let settings = evidence.settings
        func part(_ title: String, _ colour: String, _ answers: ProbeOutcome.Answer...) -> Chart.BarPart {
            let counts = settings.map { setting in answers.reduce(0) { $0 + evidence.count($1, in: setting) } }
            return .init(title: title, colour: colour, values: counts.map { $0 > 0 ? Double($0) : nil })
        }
        return Chart.bars(
            name: "probes", title: "Probes that saw what is expected, and that did not",
            rows: settings.map(IsolationWords.setting), rowHeight: 40, quantity: "probes",
            parts: [
                part("pass", Chart.Colour.blue, .passed), part("fail", Chart.Colour.bound, .failed, .varied),
                part("not tried", Chart.Colour.grey, .untried),
            ].filter { !$0.isEmpty })
    }

    // MARK: - The price in time

    private var prices: [Page.Block] {
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
        return .section(
            "## The price in time", table,
            """
            The run phase is what a job spends on its container: creating, starting, running and awaiting it. Each job is paired with \
            the one in the default container of the same round, with the same builder and command. The difference is Hodges and \
            Lehmann's estimate with its interval. Where all pairs differ by the same, the interval is the clock's step, 1 ms, to each \
            side. The hardened container's limits are part of its price: one processor, 512 MiB of memory. So is its /tmp in memory, \
            which may make it faster. Builds are the same in all.
            """, otherwise: "Nothing was measured in more than one container.")
    }

    // MARK: - The probes

    private var probes: [Page.Block] {
        guard !evidence.probes.isEmpty else { return ["## The probes", "None reported."] }
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
            Cells show what was seen most often over all jobs, warm-ups included. A probe in a build step counts in the job whose \
            build ran it. It does not count where the step came from the cache. “Not tried” says why.
            """,
            "### Why each matters", .table(reasons),
        ]
    }

    // MARK: - What is beside

    private static let limits: [Page.Block] = [
        "## What was not measured",
        """
        - **A disposable virtual machine**, which the question compares with: none was at hand.
        - **Flaws.** Probes try what is allowed. They do not show whether the kernel, the engine or a runtime can be broken.
        - **An engine as production sets it up.** Engines were Plimsoll's own, in namespaces of their own on the worker. User \
        namespaces, rootless engines and a distribution's security modules change many rows. Run the scenario on such an engine: \
        `--engine unix://…` (this leaves out the probes of the worker's network).
        - **Covert ways** between jobs: timing, caches of the processor, the builders' shared cache and its cache mounts. Through \
        the last two, one repository's build finds what another's left.
        - **Names and addresses outside**: nothing beyond the engine's own network was tried.
        """,
    ]

    private var reproduction: [Page.Block] {
        ReproductionSection.paragraphs(
            of: evidence.run.record, querying: "What each probe saw",
            by: """
                SELECT configuration, place, probe, expected, seen, passed, count(*) AS jobs
                FROM probe_view JOIN job_view USING (job)
                WHERE job_view.\(ReproductionSection.isOf(evidence.run.record, scenarios: evidence.scenarios))
                GROUP BY configuration, place, probe, expected, seen, passed
                ORDER BY probe, place, configuration, jobs DESC;
                """)
    }
}
