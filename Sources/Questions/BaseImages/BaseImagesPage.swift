import Model

/// The page on `base-images`.
struct BaseImagesPage {
    let question: BaseImagesQuestion
    let evidence: BaseImagesEvidence
    let verdict: Verdict

    var page: Page {
        let (times, bytes) = (evidence.buildsChart, evidence.bytesChart)
        let isOfBytes = verdict.unit == "byte"
        return Page(
            subject: "base-images", title: "Provided base images, or everything by the repository", run: evidence.run,
            warnings: evidence.warnings,
            sections: [
                answer, .chart(times), Self.reading, builds, images, .chart(bytes), dockerfiles, updates, suite,
                balance,
            ],
            limits: Self.limits, reproduction: reproduction,
            key: KeyEvidence(words: words, table: isOfBytes ? bytesSaved : cold, charts: [isOfBytes ? bytes : times]))
    }

    // MARK: - The answer

    private var answer: [Page.Block] {
        let bytes: Page.Block = bytesSaved.isEmpty ? "What the images take was not measured." : .table(bytesSaved)
        return ["## The answer"] + question.answered(words, .table(cold), bytes) + [
            """
            **As applied:** a cold build is one of whose steps none came from a cache, while the base image was there. Each upon Debian \
            alone is paired with the one upon a provided image that stands beside it in the plan, with the same builder; the difference \
            of their build phases is judged over both builders together. A repository is won where the whole 95 % interval lies above \
            0. Bytes are all layers of all repositories' images, each layer once, the provided images' among them; they are won where \
            every builder has fewer upon provided images. Yes needs two repositories and the bytes; no, that either cannot be won.
            """,
            "**What follows:** \(consequence)",
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    private var words: String {
        "\(verdict.answer.headline(yes: "yes, provide them.", no: "no, not by this rule."))** \(sentence)"
    }

    private var sentence: String {
        guard let estimate = verdict.estimate, let decider = verdict.decidedBy else {
            return "Fewer than two repositories were built cold upon both kinds of base, so there is nothing to judge."
        }
        guard verdict.unit == "s" else {
            return """
                The images of all repositories together take \(Words.bytes(-estimate.value)) more upon provided images than upon Debian \
                alone, with \(Words.theConfiguration(decider)): the provided base does not win the bytes\(coldBeside).
                """
        }
        let start = """
            Upon a provided image that is on the worker a cold build of \(Words.fixture(decider)) is \
            \(BaseWords.faster(estimate.value)) than upon Debian alone, which decides, since two repositories must win
            """
        guard let interval = estimate.interval else {
            let pairs = Words.count(estimate.count, "pair of builds is", "pairs of builds are")
            return "\(start); but \(pairs) too few to say how far that figure may be off."
        }
        return """
            \(start). The saving lies between \(Words.interval(interval).replacing(" to ", with: " and ")) with 95 % confidence \
            (n = \(Words.count(estimate.count, "pair", "pairs"))).
            """
    }

    private var coldBeside: String {
        let winners = evidence.cold.count { $0.wins == .yes }
        return winners == 0
            ? "" : ", though it wins the cold time of \(Words.count(winners, "repository", "repositories"))"
    }

    private var cold: Table {
        Table(evidence.cold) {
            Column("repository") { Words.fixture($0.fixture) }
            Column("cold builds in pairs", .right) { "\($0.saving?.count ?? 0)" }
            Column("provided saves", .right) { Words.seconds($0.saving?.value) }
            Column("95 % interval") { BaseWords.interval($0.saving) }
            Column("wins") { $0.wins.rawValue }
        }
    }

    private var bytesSaved: Table {
        Table(evidence.bytesSaved) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("all images upon provided", .right) { Words.bytes(evidence.together($0.configuration, .provided)) }
            Column("upon Debian alone", .right) { Words.bytes(evidence.together($0.configuration, .deferred)) }
            Column("provided saves", .right) { Words.bytes($0.bytes) }
            Column("wins") { $0.bytes > 0 ? "yes" : "no" }
        }
    }

    private var consequence: String {
        let needed = verdict.jobsNeeded.map {
            """
            do not decide on these figures: about \
            \(Words.count($0, "more pair of cold builds is", "more pairs of cold builds are")) needed (`--profile full` runs more).
            """
        }
        return verdict.answer.headline(
            yes: "provide the suite, keep it on every worker, and rebuild it with every security update.",
            no: """
                the provided base pays only where what it does win is worth it: see \
                [benefits and drawbacks](#benefits-and-drawbacks-as-measured).
                """,
            undecided: needed ?? "more builds would not decide it: what was not measured stands under the warnings.")
    }

    private var reproduction: [Page.Block] {
        let sql = """
            SELECT fixture, round, warmup, cold, replace(replace(configuration, ',base=provided', ''), ',base=deferred', '') AS builder,
                configuration LIKE '%base=provided' AS provided, build_s,
                (SELECT value FROM point_view WHERE point_view.job = job_view.job AND series = 'image_bytes') AS image_bytes
            FROM job_view
            WHERE \(ReproductionSection.isOf(evidence.run.record, scenarios: evidence.scenarios)) AND outcome = 'succeeded'
                AND (SELECT count(*) > 0 AND sum(cached) = 0 FROM step_view
                    WHERE step_view.job = job_view.job AND cacheable)
            ORDER BY fixture, builder, position, provided;
            """
        return ReproductionSection.command(of: evidence.run.record) + [
            "Every cold build, straight from the database that the run wrote; those of one round, fixture and builder are pairs:",
            .text(Markdown.block(sql, language: "sql")),
        ]
    }

    // MARK: - The same for every run

    private static let reading: [Page.Block] = [
        "## How to read it",
        """
        - **Provided:** the repository's Dockerfile builds upon an image that is made for all repositories, with build tools and \
        its language in it. **Debian alone:** it builds upon a minimal Debian and installs everything itself.
        - **Build:** the build phase of a CI job, from the request to the image; the repository's command is no part of it.
        - **Cold:** no step of the repository came from a cache; its base image was on the worker. **Warm:** the build may use \
        what the build before left.
        - **Saving:** the build upon Debian alone less the one upon a provided image that was run beside it: the Hodges–Lehmann \
        estimate. **95 % interval:** where the true saving lies, with 95 % confidence. **n:** how many pairs it rests on.
        - **BuildKit** and the **classic builder** are the two programs in Docker that build images.
        """,
    ]

    private static let limits: [Page.Block] = [
        "## What was not measured",
        """
        Two repositories in two languages: with more repositories of one language more is shared, and a suite's rebuild is spread \
        over more of them. Packages came from a mirror on the same machine: over a slow network every installed package costs \
        more, which weighs on whoever installs most. An update of the os image was one small layer: making that image anew is \
        quoted with the suite where it is known. The suite was built by BuildKit whichever builder then built upon it. Pulling it \
        from a registry was not measured here (`scenarios/central-cache.yaml` measures pulls). One job ran at a time.
        """,
    ]
}
