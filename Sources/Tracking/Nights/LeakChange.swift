import Model
import Store

/// Things of one kind that jobs left behind, where there are more than in the base, or fewer.
package struct LeakChange: Sendable, Equatable {
    package let scenario: String
    /// Whose jobs left them; nil: the audits attribute them to no job, and they are counted over the run.
    package let fixture: String?
    package let kind: String
    package let base, candidate: Int

    /// Whose jobs, for people.
    package var owner: String { fixture ?? "no job known" }
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
