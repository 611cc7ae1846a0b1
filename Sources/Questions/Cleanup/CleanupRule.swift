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
