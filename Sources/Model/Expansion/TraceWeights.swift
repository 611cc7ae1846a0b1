import Model

/// How much a job of each class counts when a drawn trace is weighted back to the population that it was drawn from.
struct TraceWeights {
    private let weights: [ChangeClass: Double]

    /// Weights of the first `length` changes after the trace's starting state: a class's share of the population over its
    /// share of what was drawn. Where all classes were drawn they sum up to `length`.
    init(_ trace: Trace, length: Int) {
        let drawn = trace.changes.dropFirst().prefix(length)
        let counts = Dictionary(grouping: drawn, by: \.changeClass).mapValues(\.count)
        let population = trace.population.values.reduce(0, +)
        weights = counts.reduce(into: [:]) { weights, entry in
            guard let known = trace.population[entry.key], known > 0 else { return }
            let share = Double(known) / Double(population)
            weights[entry.key] = share / (Double(entry.value) / Double(drawn.count))
        }
    }

    /// The weight of a class: 1 where the trace is its own population, or the population lacks the class.
    subscript(_ changeClass: ChangeClass) -> Double { weights[changeClass] ?? 1 }
}
