import Model

/// Draws traces for fixtures whose changes are generated.
enum TraceDraw {
    /// The starting state and `length` changes behind it, in an order fixed by the seed. Without a population, nothing
    /// changes in any of them.
    static func trace(
        fixture: String, start: String, population: [ChangeClass: Int], length: Int, seed: UInt64, minimum: Int
    ) -> Trace {
        let counts = Apportionment.counts(of: population, length: length, minimum: minimum)
        var classes = counts.sorted { $0.key < $1.key }.flatMap { Array(repeating: $0.key, count: $0.value) }
        if population.isEmpty { classes = Array(repeating: .none, count: length) }
        var generator = SeededGenerator(seed: seed, purpose: "order of \(fixture)")
        classes.shuffle(using: &generator)
        let changes = ([.none] + classes).enumerated().map { index, kind in
            Change(index: index, revision: "\(start)+\(index)", changeClass: kind)
        }
        return Trace(fixture: fixture, changes: changes, population: population)
    }
}
