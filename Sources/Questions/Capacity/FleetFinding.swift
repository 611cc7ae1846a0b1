import Simulation

/// What comes of a given fleet. Simulated.
package struct FleetFinding: Sendable, Equatable {
    /// How many builds a day.
    package var buildsADay: Double
    /// How many workers.
    package var workers: Int
    /// What comes of them.
    package var outcome: SimulationOutcome
}

extension CapacitySetting {
    /// What comes of so many workers at each number of builds a day; empty where something is lacking.
    ///
    /// - Throws: `SimulationError`, where the terms or the fleet make no sense.
    package func fleets(of workers: Int, terms: CapacityTerms) throws -> [FleetFinding] {
        guard let model else { return [] }
        return try terms.buildsADay.map { buildsADay in
            let simulation = terms.simulation(
                of: model, buildsADay: buildsADay, executors: executors, workers: workers)
            return FleetFinding(buildsADay: buildsADay, workers: workers, outcome: try simulation.run())
        }
    }
}
