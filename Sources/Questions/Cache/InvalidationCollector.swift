import Store

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
        var effect = found[place].effects[step.configuration] ?? Invalidation.Effect(steps: 0, misses: 0)
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
        found.append(Invalidation(change: step.change, fixture: step.fixture, effects: [:]))
        places[key] = found.count - 1
        return found.count - 1
    }
}
