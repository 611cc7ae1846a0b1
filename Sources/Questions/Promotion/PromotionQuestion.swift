import Model
import Store

/// Whether an image that was built once is taken from stage to stage, or each stage builds its own.
struct PromotionQuestion: Question {
    let id = "promotion"
    let words = "Do we promote image builds or rebuild at each stage?"
    let measuredBy =
        "push, pull and start of one digest, beside a rebuild, over loopback; are rebuilt digests equal, with and without `SOURCE_DATE_EPOCH`?"
    let rule = "promote, where it is faster or where rebuilt digests differ"
    let scenario: String? = "promotion"
    let advice = Advice(
        yes: "Promote: build once, push, and let later stages pull the digest.",
        no: "Rebuild at each stage where that is simpler: the images are the same.",
        undecided: "Promote until it is decided: what was tested is then what is shipped.")
    let terms = AnswerTerms(claim: "promote? ", counted: ("change", "changes"))

    func evidence(in run: RunReader) throws -> PromotionEvidence? {
        try PromotionAnalysis.analyse(run.database, run: run.run)
    }

    func verdict(on evidence: PromotionEvidence) -> Verdict { PromotionRule.verdict(evidence.rebuilds) }

    func warnings(on evidence: PromotionEvidence) -> [Warning] { evidence.warnings }

    func page(_ evidence: PromotionEvidence, _ verdict: Verdict) -> Page {
        PromotionPage(question: self, evidence: evidence, verdict: verdict).page
    }

    func answer(_ evidence: PromotionEvidence, _ verdict: Verdict) -> Answer {
        guard evidence.rebuilds.contains(where: { $0.configuration == verdict.decidedBy }) else {
            return Answer(sentence: Answer.tooLittle)
        }
        let times = evidence.rebuilds.compactMap { $0.saved?.value }.sorted()
        let saved =
            if let least = times.first, let most = times.last {
                """
                 Per change promoting saves \(Words.seconds(least)) to \(Words.seconds(most)), push included, by builder and kind of \
                rebuild.
                """
            } else { "" }
        return Answer(
            sentence: "\(PromotionWords.images(evidence.rebuilds))\(saved) Engine: \(evidence.engine), over loopback.",
            measure: "saved by promoting: ")
    }
}

enum PromotionWords {
    /// `0 of 32 rebuilt images are the first worker's (0 of 16 with a date).`
    static func images(_ rebuilds: [RebuildComparison]) -> String {
        func count(_ rebuilds: [RebuildComparison]) -> String {
            "\(rebuilds.reduce(0) { $0 + $1.equal }) of \(rebuilds.reduce(0) { $0 + $1.compared })"
        }
        let dated = rebuilds.filter(\.delivery.isDated)
        let beside = dated.isEmpty || dated.count == rebuilds.count ? "" : " (\(count(dated)) with a date)"
        return "\(count(rebuilds)) rebuilt images are the same as the first worker's\(beside)."
    }

    /// Which of the rule's two reasons hold for a rebuild.
    static func reasons(_ ruling: PromotionRule.Ruling) -> String {
        switch (ruling.isFaster, ruling.differs) {
        case (true, true): "faster, and images differ"
        case (true, false): "faster"
        case (false, true): "images differ"
        case (false, false): Words.absent
        }
    }

    static func delivery(_ delivery: Delivery) -> String { Words.configuration("delivery=\(delivery.rawValue)") }
}
