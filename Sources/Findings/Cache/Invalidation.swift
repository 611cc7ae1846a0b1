import Records
import Results

/// What one named change invalidated, in each configuration.
public struct Invalidation: Sendable, Equatable {
    /// What it did in one configuration.
    public struct Effect: Sendable, Equatable {
        /// The cacheable steps.
        public var steps: Int
        /// Those that missed.
        public var misses: Int
        /// The first that missed.
        public var first: String?
        /// Why.
        public var reason: MissReason?
    }

    /// The change's name.
    public var change: String
    /// The fixture.
    public var fixture: String
    /// Its effect by configuration.
    public var effects: [String: Effect]

    /// Whether the configurations differ in what missed.
    public var differs: Bool {
        Set(effects.values.map { "\($0.misses) \($0.first ?? "")" }).count > 1
    }

    /// The invalidations of a run, in the order in which the changes were first built.
    static func list(_ steps: [NamedChangeStep]) -> [Invalidation] {
        var collector = InvalidationCollector()
        for step in steps { collector.add(step) }
        return collector.found
    }
}
