import Simulation

/// How many workers so many builds a day need. Simulated.
package struct CapacityPoint: Sendable, Equatable {
    /// How many builds a day.
    package var buildsADay: Double
    /// The fewest workers that hold the bound; nil: no number that was tried does.
    package var workers: Int?
    /// The least and the largest number, of this and of all repetitions; nil where there were none.
    package var range: ClosedRange<Int>?
    /// What comes of that number of workers.
    package var result: SimulationResult?
    /// What comes of one worker less; nil where that is none.
    package var oneFewer: SimulationOutcome?

    /// Searches, and repeats the search as often as can change the range.
    ///
    /// - Throws: `SimulationError`, where the terms make no sense.
    package static func search(_ search: CapacitySearch, repetitions: Int) async throws -> CapacityPoint {
        let buildsADay = search.simulation.demand.buildsADay
        guard let workers = try search.workers() else { return CapacityPoint(buildsADay: buildsADay) }
        let range = try await RepeatedSearch(search, workers: workers, count: repetitions).range()
        return CapacityPoint(
            buildsADay: buildsADay, workers: workers, range: range,
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

    private struct Repetition {
        let search: CapacitySearch
        /// How many workers it needs by its mean time.
        let guess: Int

        init(_ number: Int, of search: CapacitySearch, workers: Int) {
            self.search = search.repetition(number)
            let mean = search.simulation.model.meanWork
            guess = Int((Double(workers) * self.search.simulation.model.meanWork / mean).rounded())
        }

        /// How far its number may lie from its guess: one worker by rounding, and 2 % by its other days.
        var slack: Int { 1 + guess / 50 + 1 }
    }

    private let repetitions: [Repetition]
    private let workers: Int

    /// - Parameter workers: what the search itself came to.
    init(_ search: CapacitySearch, workers: Int, count: Int) {
        self.workers = workers
        repetitions = (0..<count).map { Repetition($0, of: search, workers: workers) }.sorted { $0.guess < $1.guess }
    }

    /// The range; nil where there is no repetition, or one that found no number, which makes it endless.
    ///
    /// - Throws: `SimulationError`, where the terms make no sense.
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
                least = min(least, found)
                most = max(most, found)
            }
        }
    }

    private static func numbers(of repetitions: [Repetition]) async throws -> [Int?] {
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for repetition in repetitions {
                group.addTask { try repetition.search.workers(guess: repetition.guess) }
            }
            return try await group.reduce(into: [Int?]()) { $0.append($1) }
        }
    }
}
