import Model

/// Rounds of which no build step was executed: everything came from the cache, so that their build times say nothing of
/// the steps.
package struct CachedRounds: Sendable, Equatable {
    package let scenario, fixture, configuration: String
    /// One side alone looks better or worse than it is.
    package let sides: [JobSide]

    /// Those among a run's rounds.
    static func all(of rounds: [JobPair]) -> [CachedRounds] {
        let measured = rounds.filter { !$0.isWarmup && $0.haveSucceeded }
        return Dictionary(grouping: measured, by: \.candidate.stream)
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .compactMap { stream, pairs in
                var sides: [JobSide] = []
                if pairs.allSatisfy({ $0.base.cameFromCache }) { sides.append(.reference) }
                if pairs.allSatisfy({ $0.candidate.cameFromCache }) { sides.append(.candidate) }
                return sides.isEmpty
                    ? nil
                    : CachedRounds(scenario: stream[0], fixture: stream[1], configuration: stream[2], sides: sides)
            }
    }
}

extension NightJob {
    /// Whether it built something, and executed no step of it.
    fileprivate var cameFromCache: Bool {
        func count(_ id: String) -> Double? { MetricTable.standard[id].flatMap(value) }
        return count("misses") == 0 && (count("hits") ?? 0) > 0
    }
}
