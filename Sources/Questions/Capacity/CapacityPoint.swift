import Simulation

/// How many workers so many builds a day need. Simulated.
package struct CapacityPoint: Sendable, Equatable {
    package var buildsADay: Double
    /// The fewest workers that hold the bound; nil: no number that was tried does.
    package var workers: Int?
    /// The least and the largest number, of this and of all repetitions; nil where there were none.
    package var range: ClosedRange<Int>?
    package var result: SimulationResult?
    /// What comes of one worker less; nil where that is none.
    package var oneFewer: SimulationOutcome?

    /// Searches, and repeats the search as often as can change the range.
    ///
    /// - Throws: `SimulationError`, where the terms make no sense.
    package static func search(_ search: CapacitySearch, repetitions: Int) async throws -> CapacityPoint {
        let buildsADay = search.simulation.demand.buildsADay
        guard let workers = try search.workers() else { return CapacityPoint(buildsADay: buildsADay) }
        return CapacityPoint(
            buildsADay: buildsADay, workers: workers,
            range: try await RepeatedSearch(search, workers: workers, count: repetitions).range(),
            result: try search.outcome(workers: workers).result,
            oneFewer: workers > 1 ? try search.outcome(workers: workers - 1) : nil)
    }
}

/// The least and the largest number of workers over a search and its repetitions, each with times drawn anew and a seed of its own.
///
/// How many workers a repetition needs follows from its mean time but for a little. So those with the longest and the shortest times
/// are searched first; one in between whose number cannot lie outside what was found by then is not simulated.
struct RepeatedSearch {
    /// How many repetitions are searched at a time from either end: fixed, so that any machine simulates the same ones.
    private static let atOnce = 2

    /// The guess is how many workers it needs by its mean time; its number may lie `slack` off: one worker by rounding, and 2 % by its
    /// other days.
    private typealias Repetition = (search: CapacitySearch, guess: Int, slack: Int)

    private let repetitions: [Repetition]
    private let workers: Int

    /// - Parameter workers: what the search itself came to.
    init(_ search: CapacitySearch, workers: Int, count: Int) {
        self.workers = workers
        let mean = search.simulation.model.meanWork
        repetitions = (0..<count).map { number in
            let repeated = search.repetition(number)
            let guess = Int((Double(workers) * repeated.simulation.model.meanWork / mean).rounded())
            return (repeated, guess, 1 + guess / 50 + 1)
        }.sorted { $0.guess < $1.guess }
    }

    /// The range; nil where there is no repetition, or one that found no number, which makes it endless.
    func range() async throws -> ClosedRange<Int>? {
        guard !repetitions.isEmpty else { return nil }
        var left = repetitions[...]
        var (least, most) = (workers, workers)
        while true {
            let low = left.prefix(Self.atOnce).filter { max($0.guess - $0.slack, 1) < least }
            left = left.dropFirst(low.count)
            let high = left.suffix(Self.atOnce).filter { $0.guess + $0.slack > most }
            left = left.dropLast(high.count)
            guard !low.isEmpty || !high.isEmpty else { return least...most }
            for found in try await Self.numbers(of: low + high) {
                guard let found else { return nil }
                (least, most) = (min(least, found), max(most, found))
            }
        }
    }

    private static func numbers(of repetitions: [Repetition]) async throws -> [Int?] {
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for (search, guess, _) in repetitions { group.addTask { try search.workers(guess: guess) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
