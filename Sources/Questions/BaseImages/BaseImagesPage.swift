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
        let bytes: Page.Block = bytesSaved.isEmpty ? "The size of the images was not measured." : .table(bytesSaved)
        return ["## The answer"] + question.answered(words, .table(cold), bytes) + [
            """
            **As applied:** in a cold build no step came from a cache, but the base image was there. Each cold build on Debian alone is \
            paired with the one on a provided image next to it in the plan, with the same builder. The difference of their build \
            phases is judged over both builders together. A repository is won where the whole 95 % interval lies above 0. Bytes are \
            all layers of all repositories' images, the provided images' included, each layer once. They are won where every builder \
            has fewer on provided images. Yes needs two repositories and the bytes. No means that one of them cannot be won.
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
            return "Fewer than two repositories were built cold on both kinds of base, so there is nothing to judge."
        }
        guard verdict.unit == "s" else {
            return """
                With \(Words.theConfiguration(decider)), all repositories' images together take \(Words.bytes(-estimate.value)) more on \
                provided images than on Debian alone. The provided base does not win the bytes\(coldBeside).
                """
        }
        let start = """
            A cold build of \(Words.fixture(decider)) is \(BaseWords.faster(estimate.value)) than on Debian alone, where the \
            worker has the provided image. This repository decides, because two must win
            """
        guard let interval = estimate.interval else {
            let pairs = Words.count(estimate.count, "pair of builds is", "pairs of builds are")
            return "\(start). \(pairs) too few to say how far that figure may be off."
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
            Column("pairs of cold builds", .right) { "\($0.saving?.count ?? 0)" }
            Column("provided saves", .right) { Words.seconds($0.saving?.value) }
            Column("95 % interval") { BaseWords.interval($0.saving) }
            Column("wins") { $0.wins.rawValue }
        }
    }

    private var bytesSaved: Table {
        Table(evidence.bytesSaved) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("all images, provided base", .right) { Words.bytes(evidence.together($0.configuration, .provided)) }
            Column("all images, Debian alone", .right) { Words.bytes(evidence.together($0.configuration, .deferred)) }
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
                provide images only where the gains that they do have are worth it: see \
                [benefits and drawbacks](#benefits-and-drawbacks-as-measured).
                """,
            undecided: needed ?? "more builds would not decide it. The warnings say what was not measured.")
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
            "Every cold build, straight from the run's database. Those of one round, fixture and builder are pairs:",
            .text(Markdown.block(sql, language: "sql")),
        ]
    }

    // MARK: - The same for every run

    private static let reading: [Page.Block] = [
        "## How to read it",
        """
        - **Provided:** the repository's Dockerfile builds on an image that is made for all repositories, with build tools and \
        its language in it. **Debian alone:** it builds on a minimal Debian and installs everything itself.
        - **Build:** the build phase of a CI job, from the request to the image. The repository's command is not part of it.
        - **Cold:** no step of the repository came from a cache; its base image was on the worker. **Warm:** the build may use \
        what the previous build left.
        - **Saving:** the build on Debian alone minus the paired one on a provided image (Hodges–Lehmann estimate). \
        **95 % interval:** where the true saving lies, with 95 % confidence. **n:** the number of pairs behind it.
        - **BuildKit** and the **classic builder** are the two programs in Docker that build images.
        """,
    ]

    private static let limits: [Page.Block] = [
        "## What was not measured",
        """
        Only two repositories in two languages were measured. With more repositories of one language, more is shared, and a suite's \
        rebuild serves more of them. Packages came from a mirror on the same machine. Over a slow network every installed package \
        costs more, mostly for whoever installs most. An update of the os image was one small layer. The time to make that image \
        again is given with the suite, where it is known. BuildKit built the suite, whichever builder then built on it. Pulling it \
        from a registry was not measured here (`scenarios/central-cache.yaml` measures pulls). One job ran at a time.
        """,
    ]
}
