import Foundation
import Testing

@testable import Simulation

/// Models and queues whose truth is known.
enum Planted {
    /// Times of the exponential distribution by its quantiles, evenly spaced: drawing from them is drawing from it, but for the
    /// outermost 1/20000.
    static func exponential(mean: Double, count: Int = 10_000) -> [Double] {
        (0..<count).map { -mean * log(1 - (Double($0) + 0.5) / Double(count)) }
    }

    /// One repository with one kind of builds.
    static func model(_ samples: [Double], cold: [Double] = [], slowdown: [Double] = [1]) throws -> ServiceModel {
        try ServiceModel(
            fixtures: [.init(name: "scap", kinds: [.init(weight: 1, samples: samples)], cold: cold)],
            slowdown: slowdown)
    }

    /// A simulation of so many builds a second.
    static func simulation(
        _ model: ServiceModel, rate: Double, _ fleet: Fleet, seed: UInt64 = 1, bound: Double = 60, days: Int? = nil,
        repositories: Int = 1, profile: DayProfile = .flat
    ) -> FleetSimulation {
        FleetSimulation(
            model: model,
            demand: Demand(buildsADay: rate * 86_400, profile: profile, repositoriesAFixture: repositories),
            fleet: fleet, seed: seed, bound: bound, days: days)
    }

    /// The probability of having to wait in M/M/c, where `load` is arrival rate × mean service time.
    ///
    /// Source: A. Erlang (1917), by the recursion of the loss formula.
    static func erlangC(servers: Int, load: Double) -> Double {
        var loss = 1.0
        for server in 1...servers { loss = load * loss / (Double(server) + load * loss) }
        let utilisation = load / Double(servers)
        return loss / (1 - utilisation * (1 - loss))
    }
}

/// A figure of independent simulations, and how far their mean may be off by chance.
struct Replicated: CustomStringConvertible {
    let mean: Double
    let standardError: Double

    /// What comes of twelve simulations that differ in their seeds.
    static func runs(_ simulation: FleetSimulation) throws -> [SimulationResult] {
        try (1...12).map { seed in
            var seeded = simulation
            seeded.seed = UInt64(seed)
            return try #require(try seeded.run().result)
        }
    }

    init(_ runs: [SimulationResult], _ figure: (SimulationResult) -> Double) {
        let values = runs.map(figure)
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        self.mean = mean
        standardError = (variance / count).squareRoot()
    }

    /// Whether a truth lies within four standard errors, and these within a share of it: nearer than that the simulations do not
    /// tell, and farther off the test would tell nothing.
    func agrees(with truth: Double, within share: Double) -> Bool {
        abs(mean - truth) <= 4 * standardError && 4 * standardError <= share * truth
    }

    var description: String { "\(mean) ± \(standardError)" }
}
