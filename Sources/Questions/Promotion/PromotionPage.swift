import Model

/// The page on `promotion`.
struct PromotionPage {
    let question: PromotionQuestion
    let evidence: PromotionEvidence
    let verdict: Verdict

    var page: Page {
        let chart = times
        return Page(
            subject: "promotion", title: "Promote an image, or rebuild it at each stage", run: evidence.run,
            place: " on \(evidence.engine)", warnings: evidence.warnings,
            sections: [answer, .chart(chart), Self.reading, bySeries, newWorker, pushes], limits: Self.limits,
            reproduction: ReproductionSection.paragraphs(
                of: evidence.run.record, querying: "Each rebuilt change beside its promoted image", by: sql),
            key: KeyEvidence(words: words, table: table, charts: [chart]))
    }

    /// Wall time of single jobs by fixture, builder and delivery.
    private var times: Chart? {
        Chart.strips(
            name: "promoted-and-rebuilt", title: "Job time of the next stage: promoted and rebuilt",
            evidence.series.map {
                Chart.Strip(
                    name: "\(Words.series($0.series)): \(PromotionWords.delivery($0.delivery))", estimate: $0.wall,
                    points: $0.points)
            }, quantity: "the whole job in seconds")
    }

    private var answer: [Page.Block] {
        ["## The answer"] + question.answered(words, .table(table)) + [
            """
            **As applied:** each rebuild is paired with the promoted image's job on the same change of the same fixture. \
            What promoting saves is the rebuild's time less the promoted job's, and less the push before it. It is the \
            median over pairs, each weighted by how often its kind of change occurs in the real history. Images are the \
            same where their ids are equal. Warm-ups and failed jobs do not count; images of cold rebuilds do. Yes: the \
            interval lies above 0, or any rebuilt image differs. No: the interval lies at or below 0, and all are equal. \
            Undecided otherwise. Each builder and kind of rebuild is judged alone. One yes is enough; a no needs all. Of \
            those with the answer, the one that saves least is named.
            """
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    private var words: String { "\(verdict.answer.headline(yes: "yes, promote.", no: "no."))** \(sentence)" }

    private var sentence: String {
        guard let decided = evidence.rebuilds.first(where: { $0.configuration == verdict.decidedBy }) else {
            return "No change was both promoted and rebuilt, so there is nothing to judge."
        }
        let ruling = decided.ruling
        let reason =
            switch (ruling.isFaster, ruling.differs) {
            case (true, true): "Both reasons hold: promoting is faster, and rebuilt images differ."
            case (true, false): "Promoting is faster than the rebuild named below, and its images are the same."
            case (false, true): "Rebuilt images differ. That alone decides. Promoting is not shown to be faster."
            case (false, false): ""
            }
        let parts = [
            reason, PromotionWords.images(evidence.rebuilds), saved(by: decided), onNewWorker(decided),
            "Measured on \(evidence.engine).",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func saved(by rebuild: RebuildComparison) -> String {
        guard let saved = rebuild.saved else { return "" }
        let median = """
            The time that promoting saves per change is \(Words.seconds(saved.value)) (median, push included), against the rebuild \
            (\(Words.configuration(rebuild.configuration)))
            """
        guard let interval = saved.interval else {
            let changes = Words.count(saved.count, "change is", "changes are")
            return "\(median). \(changes) too few to say how far that figure may be off."
        }
        return """
            \(median). The true figure lies between \(Words.seconds(interval.lowerBound)) and \
            \(Words.seconds(interval.upperBound)) with 95 % confidence (n = \
            \(Words.count(saved.count, "change", "changes"))).
            """
    }

    private func onNewWorker(_ rebuild: RebuildComparison) -> String {
        guard let promoted = rebuild.newPromoted, let rebuilt = rebuild.newRebuilt else { return "" }
        return
            "On a new worker the promoted job took \(Words.seconds(promoted)), the rebuilt one \(Words.seconds(rebuilt))."
    }

    private var table: Table {
        Table(evidence.rebuilds) {
            Column("rebuild") { Words.configuration($0.configuration) }
            Column("push", .right) { Words.seconds($0.push) }
            Column("promoted job", .right) { Words.seconds($0.promoted) }
            Column("rebuilt job", .right) { Words.seconds($0.rebuilt) }
            Column("saved by promoting", .right) { Words.seconds($0.saved?.value) }
            Column("95 % interval") { $0.saved.map { Words.interval($0.interval) } ?? Words.absent }
            Column("changes", .right) { "\($0.saved?.count ?? 0)" }
            Column("promoted on a new worker", .right) { Words.seconds($0.newPromoted) }
            Column("rebuilt there", .right) { Words.seconds($0.newRebuilt) }
            Column("same images", .right) { "\($0.equal) of \($0.compared)" }
            Column("promote?") { $0.ruling.answer.rawValue }
            Column("why") { PromotionWords.reasons($0.ruling) }
        }
    }

    private static let reading: [Page.Block] = [
        "## How to read it",
        """
        - **First worker:** the run's own engine. It builds each change once, and pushes it where it is promoted.
        - **Next stage:** another worker, with the image, or cache, of the change before. Each delivery has an engine of its own, \
        so that none finds what another left.
        - **Promoted:** the job pulls the first worker's image by its digest, and runs it. It has no build and no context.
        - **Rebuilt:** the job builds the change itself. **With a date:** both workers build with the argument \
        `SOURCE_DATE_EPOCH`, the time of the change's commit.
        - **Same image:** the ids are equal. An id is the digest of the image's configuration, which names all layers and \
        the times of its history. On the containerd store it is the digest of the manifest.
        - **Median:** half of the jobs took less, half more. **95 % interval:** where the true value lies, with 95 % confidence.
        """,
    ]

    private static let limits: [Page.Block] = [
        "## What was not measured",
        """
        Registry and workers were on one machine: bytes moved through its memory, not a network. Over a link, add the bytes moved \
        divided by its speed, to the push and to the pull. One job ran at a time. The mirror served the same packages to all \
        workers: where a mirror moves on between two builds, a rebuild also differs in content. Ids tell that images differ, not \
        whether that matters.
        """,
    ]
}
