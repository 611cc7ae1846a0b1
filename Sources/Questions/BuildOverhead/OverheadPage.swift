/// The page on `build-overhead`.
struct OverheadPage {
    let evidence: OverheadEvidence
    let verdict: Verdict
    private let question = BuildOverheadQuestion()

    var page: Page {
        let chart = evidence.overheadChart
        return Page(
            subject: "overhead", title: "What builds in containers cost on top of their tests", run: evidence.run,
            warnings: evidence.warnings,
            sections: [
                answer, .chart(chart), reading, bySeries, .chart(evidence.classesChart), phases, cold, direct, floor,
                ownCost,
            ], limits: unmeasured,
            reproduction: ReproductionSection.paragraphs(
                of: evidence.run.record, querying: "The medians of the first table",
                by: ReproductionSection.medianOverheads(of: evidence.run.record, scenarios: evidence.scenarios)),
            key: KeyEvidence(words: "\(words) \(Self.comparison)", table: table, charts: [chart]))
    }

    private var answer: [Page.Block] {
        ["## The answer"] + question.answered(words, .table(table)) + [
            "**As applied:** \(applied)",
            .text(Self.comparison), "**What follows:** \(consequence)",
        ]
    }

    private static let comparison = """
        **Beside it, quoted and not measured here:** a disposable virtual machine was ready in \
        \(Words.plain(OverheadRule.virtualMachine.lowerBound)) s ideally, up to \
        \(Words.plain(OverheadRule.virtualMachine.upperBound)) s when busy. The source is the history of Wikimedia's \
        operations-puppet, October–November 2016.
        """

    /// The headline, closed by `**`, and what follows it.
    private var words: String {
        "\(verdict.answer.headline(yes: "yes, it is light.", no: "no, it is not light."))** \(sentence)"
    }

    private var sentence: String {
        guard let estimate = verdict.estimate else {
            return "No job of a real fixture succeeded on a warm worker, so there is nothing to judge."
        }
        let builders = evidence.pooled.count
        let worst = builders > 1 && verdict.decidedBy != nil ? ". The worst of \(builders) builders decides" : ""
        let median = """
            On a warm worker half of all jobs take \(Words.seconds(estimate.value)) or more beyond their own \
            command\(verdict.with)\(worst)
            """
        guard let interval = estimate.interval else {
            let jobs = Words.count(estimate.count, "job is", "jobs are")
            return "\(median). \(jobs) too few to say how far off that figure may be."
        }
        return """
            \(median). The true median lies between \(Words.interval(interval).replacing(" to ", with: " and ")) with \
            95 % confidence (n = \(Words.count(estimate.count, "job", "jobs"))). The figure covers the image (built \
            with the worker's cache), the container, copying and cleaning up.
            """
    }

    private var table: Table {
        Table(evidence.pooled) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("median overhead", .right) { Words.seconds($0.estimate?.value) }
            Column("95 % interval") { $0.estimate.map { Words.interval($0.interval) } ?? Words.absent }
            Column("jobs", .right) { "\($0.estimate?.count ?? 0)" }
            Column("share of the job", .right) { Words.percent($0.share) }
            Column("the rule says") { $0.answer.rawValue }
        }
    }

    private var applied: String {
        let fixtures = Set(evidence.real.map { Markdown.code($0.series.fixture) }).sorted().joined(separator: " and ")
        return """
            the figure judged is the median overhead of all warm jobs of the real fixtures\
            \(fixtures.isEmpty ? "" : " (\(fixtures))") together. Each job is weighted by how often its kind of change \
            occurs in the real history. Warm-ups, builds without a cache, failed jobs and the no-op job do not count. \
            Each builder is judged alone, and the worst decides. Yes if the interval lies under \
            \(Words.plain(OverheadRule.bound)) s, no if it lies at or over it. Undecided if the interval contains it, or if \
            the jobs are too few for one (fewer than \(Estimate.fewestJobs), weighted).
            """
    }

    private var consequence: String {
        let undecided =
            verdict.jobsNeeded.map {
                """
                do not decide on these figures: about \(Words.count($0, "more job is", "more jobs are")) needed \
                with that builder (`--profile full` runs more).
                """
            } ?? "the median is too near the bound for more jobs to decide it."
        return verdict.answer.headline(
            yes: """
                on a worker like this one, starting each build in a fresh container is cheap enough not to be an \
                argument against it.
                """,
            no: """
                on a worker like this one, containers cost more than the rule allows: see below which phase the time \
                goes to before deciding.
                """, undecided: undecided)
    }

    private var reading: [Page.Block] {
        [
            "## How to read it",
            """
            - **Job:** what CI does for one revision. It makes the build context, builds the image from the repository's \
            Dockerfile, runs its tests in a container, copies the results out and cleans up.
            - **Overhead:** the job's time less the time its own command (the tests) ran inside the container, by the \
            engine's clock.
            - **Warm worker:** one that has built the repository before, so that the build can use its cache. \
            **Cold:** it builds with nothing in the cache.
            - **Median:** half of the jobs took less, half more. **95 % interval:** where the true median lies, with 95 % \
            confidence. **n:** how many jobs a figure rests on.
            - **BuildKit** and the **classic builder** are the two programs in Docker that build images.
            - **No-op:** a job with an empty repository whose command does nothing: the least that any job costs.
            """,
        ]
    }

    private var bySeries: [Page.Block] {
        var table = Table(
            ("fixture", .left), ("builder", .left), ("changed", .left), ("jobs", .right), ("of the trace", .right),
            ("median overhead", .right), ("95 % interval", .left), ("steps from the cache", .right))
        for found in evidence.series {
            let fixture = Words.fixture(found.series.fixture)
            let builder = Words.configuration(found.series.configuration)
            table.add(
                fixture, builder, "all", "\(found.overhead?.count ?? 0)", Words.absent,
                Words.seconds(found.overhead?.value),
                found.overhead.map { Words.interval($0.interval) } ?? Words.absent, Self.hits(found.classes))
            for changed in found.classes where found.classes.count > 1 {
                table.add(
                    fixture, builder, Words.changeClass(changed.changeClass), "\(changed.overhead.count)",
                    Words.percent(changed.proportion), Words.seconds(changed.overhead.value),
                    Words.interval(changed.overhead.interval), Self.hits([changed]))
            }
        }
        return [
            "## By fixture, builder and change", table.isEmpty ? "No job was recorded." : .table(table),
            """
            Warm jobs that succeeded. “Of the trace” is the share of the kind of change in the real history. Rare kinds run \
            more often than they occur in it, and are weighted back in the rows “all”. “Steps from the cache” counts the \
            build steps that can come from the cache. Quick and slow steps count alike, without weights.
            """,
        ]
    }

    private static func hits(_ classes: [ClassFindings]) -> String {
        Words.steps(classes.reduce(0) { $0 + $1.cachedSteps }, of: classes.reduce(0) { $0 + $1.cacheableSteps })
    }

    private var unmeasured: [Page.Block] {
        let open = Table(OpenQuestions.all.filter { !$0.isMeasured }) {
            Column("id") { "`\($0.id)`" }
            Column("question") { $0.words }
            Column("state") { _ in "not measured yet" }
        }
        return [
            "## What was not measured",
            """
            Jobs ran one after another on one worker: nothing here says how several at once perform. Nothing was \
            measured over a slow network or on a full disk. These questions of the trial are open:
            """,
            .table(open),
        ]
    }
}
