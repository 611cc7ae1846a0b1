import Foundation

/// How many workers may be enough, by formulas and without a simulation: where a search begins.
///
/// Hours in which more comes than is worked off pile up a queue as a liquid would; in the others builds wait as in a queue with as many
/// servers as there are executors. First builds, pauses and affinity are left out: it is a guess.
///
/// Source: G. Newell, "Applications of Queueing Theory" (1971), for the liquid; A. Erlang (1917) for the wait in M/M/c, whose tail is
/// made that of M/G/c as A. Allen and J. Cunneen do.
struct FleetEstimate {
    /// Parts of a day in which the rate is taken to be constant, in seconds.
    private static let step = 300.0
    /// With more executors than these nobody waits by chance alone.
    private static let mostServers = 20_000

    private let simulation: FleetSimulation
    private let share: Double
    /// The mean time of a build alone, in seconds, and the squared coefficient of variation.
    private let mean: Double
    private let variation: Double

    init(_ search: CapacitySearch) {
        simulation = search.simulation
        share = search.share
        mean = simulation.model.meanWork
        variation = simulation.model.workVariation
    }

    /// The fewest workers that are enough by the formulas, at least `least` and at most `most`.
    func workers(from least: Int, to most: Int) -> Int {
        var (failing, holding) = (least - 1, most)
        while holding - failing > 1 {
            let middle = failing + (holding - failing) / 2
            if lateShare(workers: middle) <= 1 - share { holding = middle } else { failing = middle }
        }
        return holding
    }

    /// Which share of a day's builds waits for the bound or longer.
    func lateShare(workers: Int) -> Double {
        let executors = simulation.fleet.executors
        // Builds a second, with every executor busy.
        let most = Double(workers) * simulation.model.speed(executors: executors) / mean
        let servers = workers * executors
        let rates = simulation.demand.profile.weights.map { $0 * simulation.demand.rate }
        let byChance = rates.map { chance(of: $0, most: most, servers: servers) }
        var (queue, late, all) = (0.0, 0.0, 0.0)
        let stepsAnHour = Int(3600 / Self.step)
        // The first day fills the queue, the second is counted.
        for day in 0..<2 {
            for hour in rates.indices {
                for _ in 0..<stepsAnHour {
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

    /// The probability of waiting for the bound or longer where nothing is left from hours before.
    private func chance(of rate: Double, most: Double, servers: Int) -> Double {
        // What comes in excess of what is worked off is in the queue, and not here.
        guard rate > 0, rate < most, servers <= Self.mostServers else { return 0 }
        let load = rate / most * Double(servers)
        var loss = 1.0
        for server in 1...servers { loss = load * loss / (Double(server) + load * loss) }
        let waiting = loss / (1 - rate / most * (1 - loss))
        return waiting * exp(-(most - rate) * simulation.bound * 2 / (1 + variation))
    }
}
