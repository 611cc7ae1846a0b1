import Foundation
import Model
import Questions
import Simulation

/// Ten million builds through the simulation, each run in a process of its own: the memory must be that of one million. And the search for
/// the workers of a million builds a day, with all that `plimsoll simulate` repeats for its range.
struct SimulationBenchmark {
    private static let rounds = 3
    let executable: String

    func figures() async throws -> [Figure] {
        var costs: [MeasuredCommand.Cost] = []
        for _ in 0..<Self.rounds {
            costs.append(try await MeasuredCommand.cost(of: [executable, "simulate", "10"], by: executable))
        }
        let short = try await MeasuredCommand.cost(of: [executable, "simulate", "1"], by: executable)
        let searched = try await MeasuredCommand.cost(of: [executable, "search"], by: executable)
        let peak = costs.map(\.peak).max() ?? .nan
        note(
            String(
                format: "10 million builds simulated, n = %d: %.2f to %.2f s; peak %.1f MB, of 1 million %.1f MB",
                costs.count, costs.map(\.wall).min() ?? .nan, costs.map(\.wall).max() ?? .nan, peak, short.peak))
        return [
            Figure(name: "simulate_10_million_builds", value: median(costs.map(\.wall)), bound: 10, unit: " s"),
            Figure(name: "simulate_memory_10_over_1_million", value: peak / short.peak, bound: 1.10, unit: ""),
            Figure(name: "simulate_search_1_million_a_day", value: searched.wall, bound: 10, unit: " s"),
        ]
    }

    /// Builds of two fixtures, as measured ones may be.
    private static func model() throws -> ServiceModel {
        var random = SeededGenerator(seed: 1)
        func times(_ mean: Double) -> [Double] {
            (0..<60).map { _ in mean * Double.random(in: 0.7...1.3, using: &random) }
        }
        let fixtures = ["scap", "malu"].map { name in
            ServiceModel.Fixture(
                name: name,
                kinds: [
                    .init(weight: 278, samples: times(15), growth: 20e6),
                    .init(weight: 12, samples: times(40), growth: 150e6),
                ], cold: times(60), size: 800e6)
        }
        return try ServiceModel(fixtures: fixtures, slowdown: [1, 1.1, 1.25, 1.4])
    }

    /// Searches for the fewest workers of a million builds a day on the terms of the report.
    static func search() async throws {
        let terms = CapacityTerms()
        let simulation = FleetSimulation(
            model: try model(), demand: Demand(buildsADay: 1_000_000, profile: terms.profile),
            fleet: Fleet(workers: 1, executors: 4), seed: terms.seed, bound: CapacityTerms.bound)
        let point = try await CapacityPoint.search(CapacitySearch(simulation), repetitions: terms.repetitions)
        guard point.range != nil else { throw BareClient.Failed(description: "no number of workers was found") }
    }

    /// Simulates so many days of a million builds each, with everything that a fleet can have.
    static func simulate(days: Int) throws {
        let simulation = FleetSimulation(
            model: try model(),
            demand: Demand(buildsADay: 1_000_000, profile: .office, repositoriesAFixture: 20),
            fleet: Fleet(
                workers: 200, executors: 4, affinity: Fleet.Affinity(), cachedRepositories: 30,
                collection: .init(marks: .init(high: 38e9, low: 31e9), seconds: 20)), seed: 1, days: days)
        guard let result = try simulation.run().result, result.builds > days * 990_000 else {
            throw BareClient.Failed(description: "the simulated fleet did not keep up, or fewer came than were to")
        }
    }
}
