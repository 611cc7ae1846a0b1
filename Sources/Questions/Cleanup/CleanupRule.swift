/// The rule of `cleanup`, applied: pure, and fixed before any run.
enum CleanupRule {
    /// The share of the bytes created that the remainder's growth must stay under.
    static let growthBound = 0.01

    /// What a series' audits and its ledger say.
    ///
    /// No where something was left, or the remainder grew by the bound or more; yes where nothing was left, every kind was seen
    /// whole in every audit, and the remainder grew by less; undecided where a kind was not seen, or there was no audit after a
    /// job, or no ledger.
    static func answer(left: Int, audited: Int, unseen: Int, growth: CleanupGrowth?) -> Verdict.Answer {
        if left > 0 { return .no }
        let share = growth?.share
        if let share, share >= growthBound { return .no }
        guard audited > 0, unseen == 0, share != nil else { return .undecided }
        return .yes
    }

    static func verdict(left: Int, audited: Int, unseen: Int, growth: CleanupGrowth?) -> Verdict {
        let estimate = growth.flatMap { growth in
            growth.share.map { Estimate(value: $0 * 100, interval: nil, count: growth.jobs) }
        }
        return Verdict(
            question: Questions.cleanup.id,
            answer: answer(left: left, audited: audited, unseen: unseen, growth: growth), estimate: estimate, unit: "%")
    }
}
