import Foundation
import Model

/// The smallest number of workers for which a quantile of the waits is below a bound.
///
/// More workers never make waits longer, so it is found by bisection: with the same builds one less is too few.
package struct CapacitySearch: Sendable, Equatable {
    /// A fleet whose number of workers is to be found, and its demand.
    package var simulation: FleetSimulation
    /// The quantile, from 0 to 1.
    package var share: Double

    package init(_ simulation: FleetSimulation, share: Double = 0.95) {
        (self.simulation, self.share) = (simulation, share)
    }

    static let mostWorkers = 100_000

    /// The number of workers; nil if even the largest fleet does not meet the bound.
    /// - Parameter guess: where the search begins; nil: an estimate by formulas. It does not change the result.
    /// - Throws: `SimulationError`, if the demand or the fleet is invalid.
    package func workers(guess: Int? = nil) throws(SimulationError) -> Int? {
        let first = trial(1)
        try first.check()
        // With less than one worker per unit of load the fleet cannot keep up, whatever the builds.
        let least = Int(first.leastLoad.rounded(.down)) + 1
        var failing = least - 1
        let estimate = guess ?? FleetEstimate(self).workers(from: least, to: Self.mostWorkers)
        var holding = min(max(estimate, least), Self.mostWorkers)
        var step = 1
        while try !isHeld(by: holding) {
            failing = holding
            guard holding < Self.mostWorkers else { return nil }
            holding = min(holding + step, Self.mostWorkers)
            step *= 2
        }
        // A guess that holds does not show how far down to go: use the same steps downwards.
        step = 1
        while holding - failing > 1 {
            let below = max(holding - step, failing + (holding - failing) / 2)
            if try isHeld(by: below) { holding = below } else { failing = below }
            step *= 2
        }
        return holding
    }

    /// - Throws: `SimulationError`, if the demand or the fleet is invalid.
    package func outcome(workers: Int) throws(SimulationError) -> SimulationOutcome { try trial(workers).run() }

    /// The same search as if builds and days had been measured again: times drawn from the measured ones with
    /// replacement, and a seed of its own.
    package func repetition(_ number: Int) -> CapacitySearch {
        var generator = SeededGenerator(seed: simulation.seed, purpose: "repetition \(number)")
        var repeated = self
        repeated.simulation.seed = generator.next()
        repeated.simulation.model = simulation.model.resampled(using: &generator)
        return repeated
    }

    private func isHeld(by workers: Int) throws(SimulationError) -> Bool {
        let trial = trial(workers)
        try trial.check()
        return trial.isUnderBound(at: share)
    }

    private func trial(_ workers: Int) -> FleetSimulation {
        var trial = simulation
        trial.fleet.workers = workers
        return trial
    }
}

/// An estimate of the number of workers by formulas: the start of a search. In hours with more arrivals than capacity
/// the queue grows like a fluid. In other hours builds wait as in a queue with as many servers as there are executors.
/// First builds, pauses and affinity are ignored.
///
/// Source: G. Newell, "Applications of Queueing Theory" (1971), for the fluid; A. Erlang (1917) for the wait in M/M/c;
/// its tail is adapted to M/G/c by A. Allen and J. Cunneen's approximation.
struct FleetEstimate {
    /// Length of the parts of a day in which the rate is taken as constant, in seconds.
    private static let step = 300.0
    /// With more executors than this, nobody waits by chance alone.
    private static let mostServers = 20_000

    private let simulation: FleetSimulation
    private let share: Double
    /// The mean time of a build alone, in seconds, and its squared coefficient of variation.
    private let mean, variation: Double

    init(_ search: CapacitySearch) {
        (simulation, share) = (search.simulation, search.share)
        (mean, variation) = (search.simulation.model.meanWork, search.simulation.model.workVariation)
    }

    /// The fewest workers that are enough by the formulas, between `least` and `most`.
    func workers(from least: Int, to most: Int) -> Int {
        var (failing, holding) = (least - 1, most)
        while holding - failing > 1 {
            let middle = failing + (holding - failing) / 2
            if lateShare(workers: middle) <= 1 - share { holding = middle } else { failing = middle }
        }
        return holding
    }

    /// The share of a day's builds that wait for the bound or longer.
    func lateShare(workers: Int) -> Double {
        let executors = simulation.fleet.executors
        // Builds per second with every executor busy.
        let most = Double(workers) * simulation.model.speed(executors: executors) / mean
        let servers = workers * executors
        let rates = simulation.demand.profile.weights.map { $0 * simulation.demand.rate }
        let byChance = rates.map { chance(of: $0, most: most, servers: servers) }
        var (queue, late, all) = (0.0, 0.0, 0.0)
        // The first day fills the queue, the second is counted.
        for day in 0..<2 {
            for hour in rates.indices {
                for _ in 0..<Int(3600 / Self.step) {
                    queue = max(0, queue + (rates[hour] - most) * Self.step)
                    guard day == 1 else { continue }
                    let builds = rates[hour] * Self.step
                    all += builds
                    late += builds * (queue / most >= simulation.bound ? 1 : byChance[hour])
                }
            }
        }
        return all > 0 ? late / all : 0
    }

    /// The probability of waiting for the bound or longer if nothing is left from earlier hours.
    private func chance(of rate: Double, most: Double, servers: Int) -> Double {
        // Arrivals beyond the capacity are in the queue, not here.
        guard rate > 0, rate < most, servers <= Self.mostServers else { return 0 }
        let load = rate / most * Double(servers)
        var loss = 1.0
        for server in 1...servers { loss = load * loss / (Double(server) + load * loss) }
        let waiting = loss / (1 - rate / most * (1 - loss))
        return waiting * exp(-(most - rate) * simulation.bound * 2 / (1 + variation))
    }
}

package enum SimulationOutcome: Sendable, Equatable {
    case settled(SimulationResult)
    /// More arrives than the fleet can do, so no wait can be given. `load` is the arriving work over the capacity:
    /// below 1 if the queue grew nevertheless, or it is so near 1 that the builds are too few to estimate the waits.
    case overloaded(load: Double)

    package var result: SimulationResult? { if case .settled(let result) = self { result } else { nil } }
}

/// The figures of a fleet that keeps up.
package struct SimulationResult: Sendable, Equatable {
    /// How long builds waited for an executor.
    package var waits: WaitHistogram
    package var builds: Int
    package var days: Double
    /// The share of executors in use, from 0 to 1.
    package var utilisation: Double
    /// The share of builds that were the first of their repository on their worker, from 0 to 1.
    package var coldShare: Double
    /// The number of garbage collections that began in these days, on all workers.
    package var collections: Int
    /// The arriving work divided by the fleet's capacity.
    package var load: Double
}
