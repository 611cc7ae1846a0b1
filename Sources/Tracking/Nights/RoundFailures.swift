import Model
import Statistics

/// How the jobs of rounds failed on each side, and whether that is news.
///
/// Both sides are built in the same minutes, so a failure that the reference shows as well comes from no new commit: a
/// flaky test fails in some rounds of both. It is news only where one side fails more often than chance explains.
struct RoundFailures {
    /// What fails, and how.
    private struct Kind: Hashable {
        let stream: [String]
        let outcome: Outcome

        init(_ job: NightJob) { (stream, outcome) = (job.stream, job.job.outcome) }
    }

    private let level: Double
    /// How many pairs were measured, by stream.
    private var pairs: [[String]: Int] = [:]
    /// In how many pairs the reference failed.
    private var shown: [Kind: Int] = [:]
    /// In how many pairs only one side failed: the candidate, the reference.
    private var rises: [Kind: Int] = [:]
    private var falls: [Kind: Int] = [:]

    /// - Parameter level: the probability of taking chance for news.
    init(_ all: [JobPair], level: Double) {
        self.level = level
        for pair in all where pair.base.side != nil && !pair.base.isLost && !pair.candidate.isLost {
            pairs[pair.base.stream, default: 0] += 1
            if pair.base.hasFailed { shown[Kind(pair.base), default: 0] += 1 }
            switch (pair.base.hasFailed, pair.candidate.hasFailed) {
            case (false, true): rises[Kind(pair.candidate), default: 0] += 1
            case (true, false): falls[Kind(pair.base), default: 0] += 1
            default: break
            }
        }
    }

    /// Whether a job's failure is not one that the reference shows as well.
    func isNews(_ job: NightJob) -> Bool {
        let kind = Kind(job)
        guard shown[kind] != nil else { return true }
        return isMoreThanChance(rises[kind] ?? 0, beside: falls[kind] ?? 0)
    }

    /// Whether a failure of the reference is mended: it failed in every round, or more often than chance explains.
    func isMended(_ reference: NightJob) -> Bool {
        let kind = Kind(reference)
        return shown[kind] == pairs[kind.stream] || isMoreThanChance(falls[kind] ?? 0, beside: rises[kind] ?? 0)
    }

    /// McNemar's exact test, one-sided: of pairs in which only one side failed, half are of each by chance.
    private func isMoreThanChance(_ count: Int, beside others: Int) -> Bool {
        ShareTest.probability(atLeast: count, of: count + others, share: 0.5) <= level
    }
}
