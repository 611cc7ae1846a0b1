import Simulation

/// How many workers so many builds a day need. Simulated.
public struct CapacityPoint: Sendable, Equatable {
    /// How many builds a day.
    public var buildsADay: Double
    /// The fewest workers that hold the bound; nil: no number that was tried does.
    public var workers: Int?
    /// The least and the largest number, of this and of all repetitions; nil where there were none.
    public var range: ClosedRange<Int>?
    /// What comes of that number of workers.
    public var result: SimulationResult?
    /// What comes of one worker less; nil where that is none.
    public var oneFewer: SimulationOutcome?

    /// Searches, and repeats the search beside it, as many at a time as there are processors.
    ///
    /// - Throws: `SimulationError`, where the terms make no sense.
    static func search(_ search: CapacitySearch, repetitions: Int) async throws -> CapacityPoint {
        let buildsADay = search.simulation.demand.buildsADay
        guard let workers = try search.workers() else { return CapacityPoint(buildsADay: buildsADay) }
        let meanWork = search.simulation.model.meanWork
        let repeated = try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<repetitions {
                group.addTask {
                    let repetition = search.repetition(number)
                    let scaled = Double(workers) * repetition.simulation.model.meanWork / meanWork
                    return try repetition.workers(guess: Int(scaled.rounded()))
                }
            }
            return try await group.reduce(into: [Int?]()) { $0.append($1) }
        }
        let found = repeated.compactMap { $0 }
        var range: ClosedRange<Int>?
        // A repetition that found no number makes the range endless.
        if !found.isEmpty, found.count == repeated.count {
            range = found.reduce(workers, min)...found.reduce(workers, max)
        }
        return CapacityPoint(
            buildsADay: buildsADay, workers: workers, range: range,
            result: try search.outcome(workers: workers).result,
            oneFewer: workers > 1 ? try search.outcome(workers: workers - 1) : nil)
    }
}
