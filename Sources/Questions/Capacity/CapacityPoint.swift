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
