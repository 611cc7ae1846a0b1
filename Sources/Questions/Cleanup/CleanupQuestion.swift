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
        no: """
            The jobs' own cleanup is not enough: sweep workers on a schedule, for processes, mounts and files too, which a \
            policy for images does not remove; where the disk fills all the same, replace the worker, which then starts \
            without its caches.
            """,
        undecided: "Renew workers from time to time until every kind of leftover was seen.")
    let terms = AnswerTerms(claim: "clean? ", basis: .counted)

    func evidence(in run: RunReader) throws -> CleanupEvidence? {
        try CleanupAnalysis.analyse(run.database, run: run.run)
    }

    func verdict(on evidence: CleanupEvidence) -> Verdict { CleanupRule.verdict(on: evidence) }
    func warnings(on evidence: CleanupEvidence) -> [Warning] { evidence.warnings }

    func answer(_ evidence: CleanupEvidence, _ verdict: Verdict) -> Answer {
        let growth = """
            ; and \(verdict.figure) of the bytes that were created stayed on the disk as space that the engine does not report, where \
            under \(Words.percent(CleanupRule.growthBound)) may
            """
        return Answer(
            sentence: """
                \(Words.count(evidence.leaks.count, "thing was", "things were")) left after \(evidence.audited - evidence.clean) \
                of \(Words.count(evidence.audited, "job", "jobs")), and none may be: \
                \(sources(evidence))\(kinds(evidence))\(verdict.estimate == nil ? "" : growth).
                """,
            measure: "growth that the engine does not report: ")
    }

    func page(_ evidence: CleanupEvidence, _ verdict: Verdict) -> Page {
        CleanupPage(evidence: evidence, verdict: verdict).page
    }

    /// `0 after the 16 jobs that nothing happened to, 71 after the 260 that were disturbed on purpose (42 after …)`.
    private func sources(_ evidence: CleanupEvidence) -> String {
        let usual = evidence.cases.filter { !$0.isDisturbed }
        let disturbed = evidence.cases.filter(\.isDisturbed)
        func sum(_ cases: [CleanupCase], _ figure: (CleanupCase) -> Int) -> Int { cases.reduce(0) { $0 + figure($1) } }
        let jobs = Words.count(sum(usual, \.audited), "job", "jobs")
        let first = "\(sum(usual, \.left)) after the \(jobs) that nothing happened to"
        guard !disturbed.isEmpty else { return first }
        let faults = Dictionary(grouping: disturbed, by: \.fault)
            .map { (fault: CleanupWords.fault($0.key), left: sum($0.value, \.left)) }
            .filter { $0.left > 0 }.sorted { ($1.left, $0.fault) < ($0.left, $1.fault) }
            .map { "\($0.left) after \($0.fault)" }
        return """
            \(first), \(sum(disturbed, \.left)) after the \(sum(disturbed, \.audited)) that were disturbed on purpose\
            \(faults.isEmpty ? "" : " (\(faults.joined(separator: ", ")))")
            """
    }

    /// `; by kind: images without a name 28, mounts 13 …`: the most first.
    private func kinds(_ evidence: CleanupEvidence) -> String {
        let left = evidence.kinds.filter { $0.leaks > 0 }
            .sorted { ($1.leaks, $0.name) < ($0.leaks, $1.name) }
            .map { "\(CleanupWords.kind($0.name)) \($0.leaks)" }
        return left.isEmpty ? "" : "; by kind: \(left.joined(separator: ", "))"
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
