import Model

/// The smallest number of workers with which a quantile of the waits lies under a bound.
///
/// More workers never make waits longer, so that the number is found by bisection: with it the bound is held, with one worker less it
/// is not, both seen in a simulation of the same arrivals and builds.
public struct CapacitySearch: Sendable, Equatable {
    /// A fleet with its number of workers left open, and what comes.
    public var simulation: FleetSimulation
    /// Which quantile, from 0 to 1.
    public var share: Double

    /// A search.
    public init(_ simulation: FleetSimulation, share: Double = 0.95) {
        self.simulation = simulation
        self.share = share
    }

    /// No more workers than this are tried.
    public static let mostWorkers = 100_000

    /// The number of workers; nil where even the largest fleet does not hold the bound.
    ///
    /// - Parameter guess: where to begin looking; nil: where formulas of queues say. The number does not depend on it, only how many
    ///   fleets are simulated.
    /// - Throws: `SimulationError`, where the demand or the fleet makes no sense.
    public func workers(guess: Int? = nil) throws(SimulationError) -> Int? {
        var first = simulation
        first.fleet.workers = 1
        try first.check()
        // With less than one worker a unit of load the fleet cannot keep up, whatever the builds.
        let least = Int(first.leastLoad.rounded(.down)) + 1
        var failing = least - 1
        var found: Int?
        let estimate = guess ?? FleetEstimate(self).workers(from: least, to: Self.mostWorkers)
        var candidate = min(max(estimate, least), Self.mostWorkers)
        var step = 1
        while found == nil {
            if try isHeld(by: candidate) {
                found = candidate
            } else {
                failing = candidate
                guard candidate < Self.mostWorkers else { return nil }
                candidate = min(candidate + step, Self.mostWorkers)
                step *= 2
            }
        }
        guard var holding = found else { return nil }
        // A guess that holds says nothing of how far down others do: the same steps, the other way.
        step = 1
        while holding - failing > 1 {
            let below = max(holding - step, failing + (holding - failing) / 2)
            if try isHeld(by: below) { holding = below } else { failing = below }
            step *= 2
        }
        return holding
    }

    /// What comes of a number of workers.
    ///
    /// - Throws: `SimulationError`, where the demand or the fleet makes no sense.
    public func outcome(workers: Int) throws(SimulationError) -> SimulationOutcome {
        var trial = simulation
        trial.fleet.workers = workers
        return try trial.run()
    }

    /// The same search as another measurement of the builds, and other days, might have been: times drawn from the measured ones with
    /// replacement, and a seed of its own.
    public func repetition(_ number: Int) -> CapacitySearch {
        var generator = SeededGenerator(seed: simulation.seed, purpose: "repetition \(number)")
        var repeated = self
        repeated.simulation.seed = generator.next()
        repeated.simulation.model = simulation.model.resampled(using: &generator)
        return repeated
    }

    private func isHeld(by workers: Int) throws(SimulationError) -> Bool {
        var trial = simulation
        trial.fleet.workers = workers
        try trial.check()
        return trial.isUnderBound(at: share)
    }
}
