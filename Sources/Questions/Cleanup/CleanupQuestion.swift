/// Whether jobs leave nothing behind.
struct CleanupQuestion: Question {
    let id = "cleanup"
    let words = "How well can we clean up?"
    let measuredBy = "audits after every outcome and fault"
    let rule = """
        yes: nothing left in any kind, and the remainder grows under 1 % of the bytes created, over the whole series
        """
    let scenario: String? = "cleanup"
    let advice = Advice(
        yes: "Let workers live: jobs leave nothing behind.",
        no: "Sweep workers on a schedule: processes, mounts, files too. Replace a worker whose disk fills.",
        undecided: "Replace workers from time to time until every kind of leftover was seen.")
    let terms = AnswerTerms(claim: "clean? ", basis: .counted)

    func evidence(in run: RunReader) throws -> CleanupEvidence? {
        try CleanupAnalysis.analyse(run.database, run: run.run)
    }

    func verdict(on evidence: CleanupEvidence) -> Verdict { CleanupRule.verdict(on: evidence) }
    func warnings(on evidence: CleanupEvidence) -> [Warning] { evidence.warnings }

    func answer(_ evidence: CleanupEvidence, _ verdict: Verdict) -> Answer {
        Answer(
            sentence: """
                \(Words.count(evidence.leaks.count, "thing was", "things were")) left after \(evidence.audited - evidence.clean) \
                of \(Words.count(evidence.audited, "job", "jobs")); none may be.
                """,
            measure: "growth that the engine does not report: ")
    }

    func page(_ evidence: CleanupEvidence, _ verdict: Verdict) -> Page {
        CleanupPage(evidence: evidence, verdict: verdict).page
    }
}

/// The rule of `cleanup`, applied: pure, and fixed before any run.
enum CleanupRule {
    /// The share of the bytes created that the remainder's growth must stay under.
    static let growthBound = 0.01

    /// The verdict; its estimate is the growth of the remainder, in per cent of the bytes created.
    static func verdict(on evidence: CleanupEvidence) -> Verdict {
        let estimate = evidence.growth.flatMap { growth in
            growth.share.map { Estimate(value: $0 * 100, interval: nil, count: growth.jobs) }
        }
        return Verdict(answer(evidence), estimate: estimate, unit: "%")
    }

    /// No where something was left, or the remainder grew by the bound or more; yes where nothing was left, every kind was seen
    /// whole in every audit, and the remainder grew by less; undecided where a kind was not seen, or there was no audit after a
    /// job, or no ledger.
    private static func answer(_ evidence: CleanupEvidence) -> Verdict.Answer {
        guard evidence.leaks.isEmpty else { return .no }
        guard let share = evidence.growth?.share else { return .undecided }
        if share >= growthBound { return .no }
        return evidence.audited > 0 && evidence.unseen.isEmpty ? .yes : .undecided
    }
}
