import Model
import Store

/// What one named change invalidated, in each configuration.
struct Invalidation: Sendable {
    /// What it did in one configuration.
    struct Effect: Sendable {
        /// The cacheable steps.
        var steps = 0
        /// Those that missed.
        var misses = 0
        /// The first that missed.
        var first: String?
        /// Why.
        var reason: MissReason?
    }

    /// The change's name.
    var change: String
    var fixture: String
    /// Its effect by configuration.
    var effects: [String: Effect] = [:]

    /// Whether every step came from the cache, in every configuration.
    var isHarmless: Bool { effects.values.allSatisfy { $0.misses == 0 } }

    /// Whether the configurations differ in what missed.
    var differs: Bool {
        Set(effects.values.map { "\($0.misses) \($0.first ?? "")" }).count > 1
    }
}

/// Adds steps of named changes up to what each change invalidated, as they come.
struct InvalidationCollector {
    private struct Key: Hashable {
        let change: String
        let fixture: String
    }

    /// In the order in which the changes came first.
    private(set) var found: [Invalidation] = []
    private var places: [Key: Int] = [:]

    /// Adds a step. Steps must come in the order of the plan: a change's first miss is the first that came.
    mutating func add(_ step: NamedChangeStep) {
        let place = self.place(of: step)
        var effect = found[place].effects[step.configuration] ?? Invalidation.Effect()
        effect.steps += 1
        if !step.cached {
            if effect.misses == 0 {
                effect.first = step.instruction
                effect.reason = step.missReason
            }
            effect.misses += 1
        }
        found[place].effects[step.configuration] = effect
    }

    private mutating func place(of step: NamedChangeStep) -> Int {
        let key = Key(change: step.change, fixture: step.fixture)
        if let place = places[key] { return place }
        found.append(Invalidation(change: step.change, fixture: step.fixture))
        places[key] = found.count - 1
        return found.count - 1
    }
}
