import Model

/// The page on `executors`: the number for each builder, why no more, what was at its limit.
struct ExecutorsPage {
    let question: ExecutorsQuestion
    let evidence: ExecutorsEvidence
    let verdict: Verdict

    var page: Page {
        let sweeps = ChartByBuilder(entries: evidence.sweeps.map { ($0.configuration, $0.chart) })
        let knees = knees
        return Page(
            subject: "executors", title: "How many executors a worker carries", run: evidence.run,
            warnings: evidence.warnings,
            sections: [
                answer(knees), .charts(sweeps.all), reading, levels, .charts(evidence.sweeps.compactMap(\.timesChart)),
                open, host,
            ],
            limits: limits, reproduction: reproduction,
            key: KeyEvidence(words: words, table: knees, charts: sweeps.deciding(verdict.decidedBy)))
    }

    private func answer(_ knees: Table) -> [Page.Block] {
        ["## The answer"] + question.answered(words, .table(knees)) + [
            """
            **As applied:** the rule goes through the levels from one executor up. The number is the last level before the first \
            that breaks the rule. The 95th percentile is over all counted jobs of a level. Throughput is the mean over its \
            repeats. Growth is over the level measured before, which need not be N−1. The interval is the least and the most that \
            the same rule gives for each repeat alone. Fewer than three repeats have no interval, and then it is undecided. It is \
            also undecided where no level broke the rule. Of several builders, the one that fits the fewest decides.
            """
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    private var words: String {
        guard let value = verdict.estimate?.value, verdict.answer != .undecided else {
            return "\(verdict.answer == .no ? "none" : "undecided").** \(sentence)"
        }
        return "\(Words.executors(Int(value))).** \(sentence)"
    }

    private var sentence: String {
        guard let sweep = evidence.deciding(verdict), let knee = sweep.knee else {
            return "One executor was not measured, and all others are judged by it."
        }
        let worst = evidence.sweeps.count > 1 ? " This builder fits the fewest, so it decides." : ""
        let builder = Words.theConfiguration(sweep.configuration)
        guard let next = knee.next else {
            return
                "With \(builder) nothing broke the rule up to \(knee.executors) at a time: the levels ended before the knee.\(worst)"
        }
        let times = "\(sweep.kneesOfRepeats.count) repeats"
        let range =
            sweep.estimate?.interval.map {
                $0.lowerBound == $0.upperBound
                    ? "the same in each of \(times)"
                    : "\(Words.plain($0.lowerBound)) to \(Words.plain($0.upperBound)) over \(times)"
            } ?? "from too few repeats to say how sure that is"
        let limit = sweep.saturated.map { " At that level \($0.words)." } ?? ""
        return """
            With \(builder) the rule holds up to \(knee.executors) at a time, \(range). At \(next.executors), \(next.words).\(limit)\(worst)
            """
    }

    private var knees: Table {
        Table(evidence.sweeps) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("executors", .right) { $0.knee.map { "\($0.executors)" } ?? Words.absent }
            Column("in each repeat") { $0.kneesOfRepeats.map(String.init).joined(separator: ", ") }
            Column("next level", .right) { $0.knee?.next.map { "\($0.executors)" } ?? Words.absent }
            Column("what it broke") { $0.knee?.next?.words ?? "nothing up to the last level" }
            Column("at its limit there") { $0.saturated?.rawValue ?? Words.absent }
        }
    }

    private var reading: [Page.Block] {
        [
            "## How to read it",
            """
            - **Executor:** runs one job after the other, in a workspace of its own. All share one engine and its cache.
            - **Level:** jobs that a number of executors process. Each begins its next job when its last one has ended. Every job builds a \
            change that no other job builds, so that none waits for another's work.
            - **Throughput:** how many jobs ended a minute while all executors were busy. A job counts by its part in that time.
            - **Counted jobs:** three kinds are left out. Ramp-up: the first job of each executor. Drain: jobs that ended when \
            another executor had no more to do. Also jobs at the start, until the times had settled.
            - **95th percentile:** 19 of 20 jobs took at most this long, from their intended start to the end of their cleanup. \
            Its 95 % interval lies between two of the measured times; fewer than 72 jobs have none.
            """,
        ]
    }

    private var levels: [Page.Block] {
        let rows = evidence.sweeps.flatMap { sweep in
            let base = sweep.levels.first { $0.executors == 1 }?.quantile(0.95)?.value
            return sweep.levels.map { (level: $0, tail: $0.quantile(0.95), base: base) }
        }
        guard !rows.isEmpty else { return [] }
        let table = Table(rows) {
            Column("builder") { Words.configuration($0.level.configuration) }
            Column("executors", .right) { "\($0.level.executors)" }
            Column("jobs", .right) { "\($0.level.jobs)" }
            Column("counted", .right) { "\($0.level.responses.count)" }
            Column("failed", .right) { "\($0.level.failed)" }
            Column("jobs a minute", .right) { $0.level.throughput.map(rate) ?? Words.absent }
            Column("least to most") { row in
                row.level.throughputRange.map { "\(rate($0.lowerBound)) to \(rate($0.upperBound))" } ?? Words.absent
            }
            Column("median", .right) { Words.seconds($0.level.quantile(0.5)?.value) }
            Column("95th percentile", .right) { Words.seconds($0.tail?.value) }
            Column("95 % interval") { Words.interval($0.tail?.interval) }
            Column("99th percentile", .right) { Words.seconds($0.level.quantile(0.99)?.value) }
            Column("95th ÷ that of one", .right) { row in
                Words.times(row.tail.flatMap { tail in row.base.map { tail.value / $0 } })
            }
        }
        return ["## By executors", .table(table)] + evidence.sweeps.map(law) + [unsteady]
    }

    /// Jobs a minute.
    private func rate(_ perSecond: Double) -> String { Words.number(perSecond * 60) }

    private func law(_ sweep: SweepEvidence) -> Page.Block {
        let builder = Words.theConfiguration(sweep.configuration)
        guard let law = sweep.law else {
            return """
                The Universal Scalability Law does not fit \(builder): its parameters would not be physical, or the levels are too few.
                """
        }
        let peak =
            law.peak.isFinite
            ? "throughput would be largest at \(Words.number(law.peak)) executors" : "throughput would never fall"
        return """
            The Universal Scalability Law was fitted to \(builder). \(Words.percent(law.contention)) of a job is serial (σ). \
            Coordination costs each pair \(Words.percent(law.coherency)) (κ). One alone would do \(rate(law.single)) jobs a minute; \
            \(peak). The residual is \(rate(law.residual)) jobs a minute.
            """
    }

    private var unsteady: Page.Block {
        let levels = evidence.sweeps.flatMap(\.levels).flatMap { level in
            level.repeats.filter { !$0.isSteady }.map { "\(level.executors) executors (\($0.round))" }
        }
        guard !levels.isEmpty else { return "" }
        return """
            The times did not settle within the first half of these levels (repeat in brackets): \
            \(levels.joined(separator: ", ")). There all jobs but ramp-up and drain are counted.
            """
    }

    /// The levels to which jobs came by themselves.
    private var open: [Page.Block] {
        let table = Table(evidence.sweeps.flatMap(\.open)) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("executors", .right) { "\($0.executors)" }
            Column("arrivals, share of the busy rate", .right) { $0.load ?? Words.absent }
            Column("jobs", .right) { "\($0.jobs)" }
            Column("failed", .right) { "\($0.failed)" }
            Column("waited, 95th percentile", .right) { Words.seconds($0.tailOfQueue) }
            Column("total time, median", .right) { Words.seconds($0.quantile(0.5)?.value) }
            Column("total time, 95th percentile", .right) { Words.seconds($0.quantile(0.95)?.value) }
            Column("95 % interval") { Words.interval($0.quantile(0.95)?.interval) }
        }
        return .section(
            "## When jobs arrive by themselves", table,
            """
            Jobs arrived at the given share of the rate at which the same executors had worked when none was ever idle. They \
            arrived as a Poisson process. Where it says “recorded”, they were spaced as recorded changes are, bursts and all. A \
            job's time counts from its arrival: it includes waiting for a free executor.
            """)
    }

    private var host: [Page.Block] {
        let levels = evidence.sweeps.flatMap(\.levels).filter { !$0.host.isEmpty }
        let looks = levels.compactMap { $0.host[.lookSeconds] }
        let look =
            looks.isEmpty
            ? "of unknown cost" : "which took \(Words.milliseconds(looks.reduce(0, +) / Double(looks.count)))"
        let table = Table(levels) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("executors", .right) { "\($0.executors)" }
            Column("processors busy", .right) { level in
                level.host[.processors].map { "\(Words.number(level.host[.busyProcessors])) of \(Words.plain($0))" }
                    ?? Words.absent
            }
            Column("disk busy", .right) { Words.percent($0.host[.diskBusy]) }
            Column("disk", .right) { $0.host[.diskBytes].map { "\(Words.bytes($0))/s" } ?? Words.absent }
            Column("memory free", .right) { Words.bytes($0.host[.availableMemory]) }
            Column("waited for a processor", .right) { Words.percent($0.host[.processorPressure]) }
            Column("for a disk", .right) { Words.percent($0.host[.diskPressure]) }
            Column("for memory", .right) { Words.percent($0.host[.memoryPressure]) }
            Column("engine", .right) { Words.number($0.host[.engineProcessors]) }
            Column("engine's memory", .right) { Words.bytes($0.host[.engineMemory]) }
            Column("Plimsoll", .right) { Words.number($0.host[.ownProcessors]) }
        }
        return .section(
            "## What the host was like", table,
            """
            The figures are means while all executors were busy, of one sample a second (\(look)). “Waited” is the share of the \
            time in which something that could have run waited (Linux pressure stall information, `some`). “Engine” and \
            “Plimsoll” are processors used by their processes. A resource is at its limit from \
            \(Words.percent(Saturation.busyBound)) of all processors or of the disk's time, or under \
            \(Words.percent(Saturation.memoryBound)) of memory free.
            """)
    }

    private var limits: [Page.Block] {
        [
            "## What was not measured",
            """
            All changes were changes of the source on a warm cache. A change of dependencies takes longer, and delays others \
            more. Plimsoll itself ran on the same host as the engine. Jobs of one level came from the same few fixtures in fixed \
            proportions. A worker whose jobs are larger carries fewer. What was at its limit is judged by means over a level, \
            which do not show short shortages.
            """,
        ]
    }

    private var reproduction: [Page.Block] {
        ReproductionSection.paragraphs(
            of: evidence.run.record, querying: "The times of all jobs of each level, ramp-up and drain included",
            by: """
                SELECT configuration, count(*) AS jobs, sum(outcome <> 'succeeded') AS failed,
                    avg(wall_s) AS mean_s, max(wall_s) AS longest_s, max(queued_s) AS longest_wait_s
                FROM job_view
                WHERE \(ReproductionSection.isOf(evidence.run.record, scenarios: evidence.scenarios)) AND warmup = 0
                GROUP BY configuration
                ORDER BY configuration;
                """)
    }
}

extension Saturation {
    fileprivate var words: String {
        switch self {
        case .processors: "the processors were at their limit"
        case .disk: "the disk was at its limit"
        case .memory: "memory was at its limit"
        case .engine:
            "neither processors, disk nor memory were at their limit: jobs waited for the engine or for each other"
        }
    }
}
