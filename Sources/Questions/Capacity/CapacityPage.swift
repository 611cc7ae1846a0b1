import Simulation

/// The page on `capacity`: how many workers, whether the simulation is to be believed, what follows from it.
struct CapacityPage {
    let question: CapacityQuestion
    let evidence: CapacityEvidence

    var page: Page {
        let curve = evidence.chart
        let points = points
        return Page(
            subject: "capacity", title: "How many workers builds need", run: evidence.run, warnings: evidence.warnings,
            sections: [answer, .chart(curve), reading, workers(points), check, basis], limits: limits,
            reproduction: reproduction, key: KeyEvidence(words: words, table: points, charts: [curve]))
    }

    private var deciding: (setting: CapacitySetting, point: CapacityPoint)? { CapacityRule.deciding(evidence.settings) }

    private var usual: String { Words.builds(CapacityTerms.usualBuildsADay) }

    private var answer: [Page.Block] {
        let jobs = Words.count(deciding?.setting.measurements.jobs ?? 0, "warm job", "warm jobs")
        let isSimulated: Page.Block = """
            **All numbers of workers and their waits are simulated, not measured.** They rest on the measured times of \(jobs) with \
            one executor, and on these assumptions. \(assumptions)
            """
        return ["## The answer"] + question.answered(words, isSimulated) + [
            """
            **As applied:** the answer is the fewest workers with which \(Words.percent(CapacityTerms.share)) of builds wait for \
            less than \(Words.plain(CapacityTerms.bound)) s for an executor. It counts all builds of whole days. With one worker \
            fewer they do not; this was simulated too. The search is repeated \
            \(Words.count(evidence.terms.repetitions, "time", "times")), with other days and with times drawn anew from the \
            measured ones. The range is that of all repetitions. First the simulation is given the arrivals of each measured open \
            loop. It counts as checked where its p95 wait lies within \(Words.percent(OpenLoopCheck.tolerance)) of the measured \
            one in every loop that can be judged. There must be one. A loop cannot be judged where its measured p95 wait is \
            itself less certain than that. If the simulation is not checked, the answer is undecided, whatever the numbers. Of \
            several settings, the one that was not checked decides, or else the one that needs most workers.
            """,
            "**What follows:** \(consequence)",
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    private var words: String {
        guard let (setting, point) = deciding, let workers = point.workers else {
            return "undecided.** Too little was measured to simulate workers: see below what is missing."
        }
        let number = """
            With \(Words.theConfiguration(setting.name)) it takes \(Words.workers(workers)) to hold the bound at \(usual) \
            builds a day (over the repetitions: \(Words.range(point.range)))
            """
        return setting.isValidated
            ? "\(Words.workers(workers)) for \(usual) builds a day.** So many permanent workers are needed. \(number)."
            : "undecided.** The simulation was not seen to agree with measured waits. \(number). Do not decide on it."
    }

    private var consequence: String {
        guard let setting = deciding?.setting, setting.isValidated, let least = setting.points.first,
            let most = setting.points.last(where: { $0.workers != nil }), let first = least.workers,
            let last = most.workers
        else {
            return """
                before deciding, measure an open loop in which jobs wait, and closed loops with the same executors \
                (`plimsoll run scenarios/capacity.yaml --profile full`).
                """
        }
        return """
            permanent workers of this kind go from \(first) at \(Words.builds(least.buildsADay)) builds a day to \(last) at \
            \(Words.builds(most.buildsADay)). Waits do not tell whether these should be virtual machines or dedicated \
            machines. The numbers hold for workers that build as fast as the one that was measured.
            """
    }

    /// What was assumed and not measured, in words.
    private var assumptions: String {
        let terms = evidence.terms
        return [
            "Builds come at random, on the hours of a day by the profile “\(Markdown.escaped(terms.profile.name))” "
                + "(the busiest has \(Words.number(terms.profile.peak)) times the mean rate)",
            terms.repositoriesAFixture == 1
                ? "Each fixture is one repository"
                : "Each fixture stands for \(terms.repositoriesAFixture) repositories",
            terms.cachedRepositories.map { "A worker keeps \($0) of them in its cache" }
                ?? "A worker keeps in its cache all that it has built",
            terms.affinity.map {
                "Builds prefer a worker that has built their repository, at a cost of \(Words.seconds($0.patience)) at most"
            } ?? "Builds go to any free worker",
            terms.collection.map(words(of:)) ?? "Collecting garbage costs no time",
        ].joined(separator: ". ") + "."
    }

    private func words(of collection: Fleet.Collection) -> String {
        let pause = "A worker's garbage is collected for \(Words.seconds(collection.seconds))"
        guard let marks = collection.marks else {
            return "\(pause) every \(Words.count(collection.builds ?? 0, "build", "builds"))"
        }
        let grown = evidence.terms.growth == nil ? "as the run's ledger says" : "by as much as was given"
        let (high, low) = (Words.bytes(marks.high), Words.bytes(marks.low))
        return "\(pause) where its disk, which grows \(grown), holds \(high), down to \(low)"
    }

    private var reading: [Page.Block] {
        [
            "## How to read it",
            """
            - **Worker:** a machine that stays, and keeps its cache; **executor:** a place on it for one build at a time.
            - **Wait:** the time from the request for a build to its start. **p95 wait:** 95 of 100 builds wait for less.
            - **Overloaded:** more is asked for than the workers can do, or so nearly as much that the simulated days cannot tell \
            the waits. The queue then keeps growing, so that no wait can be given.
            - **First build:** a repository's first on a worker, whose cache has nothing of it.
            - **Open loop:** jobs come by a clock, whether an executor is free or not. **Closed loop:** each executor has its next job \
            at once.
            - **Range:** the fewest and the most workers over the search and all its repetitions.
            """,
        ]
    }

    private func workers(_ points: Table) -> [Page.Block] {
        let lacks = evidence.settings.filter { !$0.lacks.isEmpty }.map { setting in
            let reasons = setting.lacks.map { Markdown.escaped($0.description) }.joined(separator: "; ")
            return "- \(Words.setting(setting.name)): nothing is claimed, as \(reasons)."
        }
        return .section("## Workers by builds a day (simulated)", points, otherwise: "Nothing was simulated.")
            + [.text(lacks.joined(separator: "\n"))]
    }

    private var points: Table {
        let rows = evidence.settings.flatMap { setting in setting.points.map { (setting: setting, point: $0) } }
        return Table(rows) {
            Column("setting") { Words.setting($0.setting.name) }
            Column("executors", .right) { "\($0.setting.executors)" }
            Column("builds a day", .right) { Words.builds($0.point.buildsADay) }
            Column("workers", .right) { $0.point.workers.map { "\($0)" } ?? "none found" }
            Column("range", .right) { Words.range($0.point.range) }
            Column("p95 wait", .right) { Words.wait($0.point.result.map { .settled($0) }) }
            Column("mean wait", .right) { Words.seconds($0.point.result?.waits.mean) }
            Column("executors in use", .right) { Words.percent($0.point.result?.utilisation) }
            Column("first builds", .right) { Words.percent($0.point.result?.coldShare) }
            Column("p95 wait with one fewer", .right) { Words.wait($0.point.oneFewer) }
        }
    }

    private var check: [Page.Block] {
        let table = Table(evidence.settings.flatMap(\.checks)) {
            Column("open loop") { Words.configuration($0.configuration) }
            Column("jobs", .right) { "\($0.jobs)" }
            Column("measured p95 wait", .right) { Words.seconds($0.measured) }
            Column("its interval") { $0.measuredInterval == nil ? Words.absent : Words.interval($0.measuredInterval) }
            Column("predicted", .right) { Words.seconds($0.predicted) }
            Column("95 of 100 predictions") { $0.predicted == nil ? Words.absent : Words.interval($0.interval) }
            Column("off by", .right) { Words.percent($0.error) }
            Column("in the measured interval") { $0.isCovered.map { $0 ? "yes" : "no" } ?? Words.absent }
            Column("with the jobs' own times", .right) { Words.seconds($0.replayed) }
            Column("") { words(of: $0.answer) }
        }
        return .section(
            "## The simulation beside what was measured", table,
            """
            The simulation was given the same arrivals, and times that were measured in closed loops. Where there are none, the \
            times are from the first half of the same loop. Waits count from the moment at which a job was to start. Jobs that \
            find an idle worker because nobody came before them are not judged. The measured wait is uncertain itself. Its \
            interval is that of 95 of 100 loops with the same arrivals, whose jobs take times of this loop, drawn anew. Where it \
            reaches farther than \(Words.percent(OpenLoopCheck.tolerance)) to either side, nothing is decided, and the table \
            names the jobs needed. But a prediction that far outside of all of it counts against the simulation. The last figure \
            takes each job's own time. Its error is the fault of the simulated queue; the rest of the prediction's error, of the \
            times.
            """, otherwise: "The run has no open loop: the simulation could not be compared with anything measured.")
    }

    private func words(of answer: OpenLoopCheck.Answer) -> String {
        switch answer {
        case .agrees: "agrees"
        case .disagrees: "disagrees"
        case .undecided(let needed): "undecided: about \(needed) jobs are needed"
        case .notJudged(let reason): "not judged: \(reason)"
        }
    }

    private var basis: [Page.Block] {
        var alone = Table(
            ("setting", .left), ("fixture", .left), ("changed", .left), ("jobs", .right), ("mean time alone", .right),
            ("share of builds", .right))
        for setting in evidence.settings {
            let measured = setting.measurements
            func add(_ fixture: String, _ changed: String, _ times: [Double], _ share: Double?) {
                let mean = times.isEmpty ? nil : times.reduce(0, +) / Double(times.count)
                alone.add(
                    Words.setting(setting.name), fixture, changed, "\(times.count)", Words.seconds(mean),
                    Words.percent(share))
            }
            let kinds = measured.alone.sorted { $0.key < $1.key }
            let whole = kinds.reduce(0) { $0 + (measured.weights[$1.key] ?? 0) }
            for (kind, times) in kinds {
                add(kind.fixture, Words.changeClass(kind.changeClass), times, (measured.weights[kind] ?? 0) / whole)
            }
            for (fixture, times) in measured.cold.sorted(by: { $0.key < $1.key }) {
                add(fixture, "first build", times, nil)
            }
        }
        guard !alone.isEmpty else { return [] }
        let levels = evidence.settings.flatMap { setting in
            setting.measurements.levels.map { (setting: setting.name, level: $0) }
        }
        let together = Table(levels) {
            Column("setting") { Words.setting($0.setting) }
            Column("executors", .right) { "\($0.level.executors)" }
            Column("jobs", .right) { "\($0.level.jobs)" }
            Column("time over that alone", .right) { Words.times($0.level.slowdown) }
        }
        return [
            "## What it rests on (measured)", .table(alone), .table(together),
            """
            A time is how long a job occupies an executor, cleanup included. Jobs side by side are of a closed loop, where all \
            executors are busy. Between two measured numbers of executors, a straight line is assumed.
            """,
        ]
    }

    private var limits: [Page.Block] {
        [
            "## What was not measured",
            """
            No fleet was measured, but one worker. The others are assumed to be like it and to share nothing, neither disk nor \
            network nor a registry. How builds fall on the hours of a day is assumed, and every day is like the other. Builds of \
            one change that are requested together are not known. Within a worker all builds slow each other down alike, whatever \
            they do. No worker breaks down, is taken out for maintenance or fills its disk. Waits do not include what the job \
            server itself adds.
            """,
        ]
    }

    private var reproduction: [Page.Block] {
        let run = evidence.run.record
        let again = "plimsoll simulate --run \(run.id.uuidString) --seed \(evidence.terms.seed)"
        let sql = """
            SELECT scenario, configuration, fixture, change_class, count(*) AS jobs, avg(wall_s), avg(queued_s)
            FROM job_view
            WHERE \(ReproductionSection.isOf(run, scenarios: evidence.scenarios))
                AND fixture <> 'noop' AND outcome = 'succeeded' AND warmup = 0 AND cold = 0 AND weight > 0
            GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
            """
        return ReproductionSection.paragraphs(of: run, querying: "The mean times", by: sql) + [
            "Repeat the simulation of the same jobs, or run others of them, by:",
            .text(Markdown.block(again, language: "sh")),
        ]
    }
}
