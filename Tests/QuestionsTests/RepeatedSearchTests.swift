import Simulation
import Testing

@testable import Questions

/// The range of repetitions of which only the outermost are simulated, beside that of all.
struct RepeatedSearchTests {
    private func search(samples: [Double], buildsADay: Double) throws -> CapacitySearch {
        let kind = ServiceModel.Kind(weight: 1, samples: samples)
        return CapacitySearch(
            FleetSimulation(
                model: try ServiceModel(fixtures: [.init(name: "scap", kinds: [kind])]),
                demand: Demand(buildsADay: buildsADay), fleet: Fleet(workers: 1, executors: 1), seed: 1, days: 1))
    }

    @Test func theRangeIsThatOfAllRepetitions() async throws {
        // The mean of twelve such times, drawn anew, is off by an eighth: some three workers of 25.
        let search = try search(samples: (0..<12).map { 200 + 40 * Double($0) }, buildsADay: 5000)
        let workers = try #require(try search.workers())
        let all = try (0..<15).map { try search.repetition($0).workers(guess: workers) ?? 0 }
        let found = try await RepeatedSearch(search, workers: workers, count: 15).range()
        #expect(found == all.reduce(workers, min)...all.reduce(workers, max))
        #expect((found?.count ?? 0) > 3)
    }

    @Test func oneThatFindsNoNumberMakesTheRangeEndless() async throws {
        // A wait under 0 s is never had: no number of workers is enough.
        var search = try search(samples: [10], buildsADay: 100)
        search.simulation.bound = 0
        #expect(try await RepeatedSearch(search, workers: 1, count: 2).range() == nil)
        #expect(try await RepeatedSearch(search, workers: 1, count: 0).range() == nil)
    }
}
