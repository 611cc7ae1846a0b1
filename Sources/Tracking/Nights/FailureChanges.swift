import Model

/// Which jobs failed, compared with those of the base.
package struct FailureChanges: Sendable {
    /// Failed, and should not have: the counterpart succeeded, or there is none.
    package var new: [NightJob] = []
    /// Failed, as the counterpart did, or as the reference does in other rounds of the same run: no news.
    package var known: [NightJob] = []
    /// Succeeded where the counterpart failed.
    package var fixed: [NightJob] = []
    /// Not measured: the engine was lost, or refused the job.
    package var broken: [NightJob] = []
    /// Failed as the scenario expects.
    package var expected: [NightJob] = []

    /// - Parameters:
    ///   - pairs: the candidate's jobs that have a counterpart.
    ///   - alone: those that have none.
    ///   - level: the probability of taking a flaky job's failures for news.
    init(_ pairs: [JobPair], alone: [NightJob], level: Double = ComparisonTerms().level) {
        var alone = alone
        let rounds = RoundFailures(pairs, level: level)
        func add(_ job: NightJob) { if rounds.isNews(job) { new.append(job) } else { known.append(job) } }
        for pair in pairs {
            // Both sides of a round are this run's.
            if pair.base.isLost, pair.base.side != nil { broken.append(pair.base) }
            guard !pair.base.isLost, !pair.candidate.isLost else {
                alone.append(pair.candidate)
                continue
            }
            switch (pair.base.hasFailed, pair.candidate.hasFailed) {
            case (false, true): add(pair.candidate)
            case (true, true): known.append(pair.candidate)
            case (true, false) where pair.candidate.job.outcome == .succeeded:
                if pair.base.side == nil || rounds.isMended(pair.base) { fixed.append(pair.candidate) }
            default: break
            }
        }
        // Where the baseline's last revision fails tonight, too, those after it need not have broken anything.
        for job in alone where job.hasFailed {
            if job.isLost { broken.append(job) } else { add(job) }
        }
        expected = Self.expected(pairs, alone)
    }

    private static func expected(_ pairs: [JobPair], _ alone: [NightJob]) -> [NightJob] {
        (pairs.filter { !$0.base.isLost && !$0.candidate.isLost }.map(\.candidate) + alone)
            .filter { $0.isExpectedToFail && $0.job.outcome != .succeeded }
    }
}
