import Model

/// Which jobs failed, compared with those of the base.
package struct FailureChanges: Sendable {
    /// Failed, and should not have: the counterpart succeeded, or there is none.
    package var new: [NightJob] = []
    /// Failed, as the counterpart did: no news.
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
    init(_ pairs: [JobPair], alone: [NightJob]) {
        var alone = alone
        for pair in pairs {
            // Both sides of a round are this run's.
            if pair.base.isLost, pair.base.side != nil { broken.append(pair.base) }
            guard !pair.base.isLost, !pair.candidate.isLost else {
                alone.append(pair.candidate)
                continue
            }
            switch (pair.base.hasFailed, pair.candidate.hasFailed) {
            case (false, true): new.append(pair.candidate)
            case (true, true): known.append(pair.candidate)
            case (true, false) where pair.candidate.job.outcome == .succeeded: fixed.append(pair.candidate)
            default: break
            }
        }
        // Where the baseline's last revision fails tonight, too, those after it need not have broken anything.
        let failing = Set(pairs.map(\.base).filter { $0.side != nil && $0.hasFailed && !$0.isLost }.map(\.stream))
        for job in alone where job.hasFailed {
            if job.isLost {
                broken.append(job)
            } else if failing.contains(job.stream) {
                known.append(job)
            } else {
                new.append(job)
            }
        }
        expected = Self.expected(pairs, alone)
    }

    private static func expected(_ pairs: [JobPair], _ alone: [NightJob]) -> [NightJob] {
        (pairs.filter { !$0.base.isLost && !$0.candidate.isLost }.map(\.candidate) + alone)
            .filter { $0.isExpectedToFail && $0.job.outcome != .succeeded }
    }
}

/// Things of one kind that jobs left behind, where there are more than in the base, or fewer.
package struct LeakChange: Sendable, Equatable {
    package let scenario, fixture, kind: String
    package let base, candidate: Int

    /// Whether there are more now.
    package var isWorse: Bool { candidate > base }

    /// The changes over all pairs, by fixture and kind.
    static func all(of pairs: [JobPair]) -> [LeakChange] {
        Dictionary(grouping: pairs) { [$0.scenario, $0.fixture] }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .flatMap { key, pairs in
                let kinds = Set(pairs.flatMap { Array($0.base.leaks.keys) + Array($0.candidate.leaks.keys) })
                return kinds.sorted().compactMap { kind -> LeakChange? in
                    let base = pairs.reduce(0) { $0 + $1.base.leaks[kind, default: 0] }
                    let candidate = pairs.reduce(0) { $0 + $1.candidate.leaks[kind, default: 0] }
                    return base == candidate
                        ? nil
                        : LeakChange(
                            scenario: key[0], fixture: key[1], kind: kind, base: base, candidate: candidate)
                }
            }
    }
}
