import Model
import Store

/// What one named change invalidated, in each configuration.
struct Invalidation: Sendable, Equatable {
    /// What it did in one configuration.
    struct Effect: Sendable, Equatable {
        /// The cacheable steps.
        var steps: Int
        /// Those that missed.
        var misses: Int
        /// The first that missed.
        var first: String?
        /// Why.
        var reason: MissReason?
    }

    /// The change's name.
    var change: String
    /// The fixture.
    var fixture: String
    /// Its effect by configuration.
    var effects: [String: Effect]

    /// Whether the configurations differ in what missed.
    var differs: Bool {
        Set(effects.values.map { "\($0.misses) \($0.first ?? "")" }).count > 1
    }

    /// The invalidations of a run, in the order in which the changes were first built.
    static func list(_ steps: [NamedChangeStep]) -> [Invalidation] {
        var collector = InvalidationCollector()
        for step in steps { collector.add(step) }
        return collector.found
    }
}
