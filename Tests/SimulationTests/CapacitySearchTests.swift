import Foundation
import Testing

@testable import Simulation

/// The number of workers beside the one that a formula gives.
@Suite struct CapacitySearchTests {
    /// The 95th percentile of the wait in M/M/c, by Erlang, in seconds; nil where c cannot keep up.
    private func percentile(servers: Int, load: Double, service: Double) -> Double? {
        guard Double(servers) > load else { return nil }
        let waiting = Planted.erlangC(servers: servers, load: load)
        return max(0, log(waiting / 0.05) / (Double(servers) - load) * service)
    }

    private func search(load: Double, service: Double, seed: UInt64 = 1) throws -> CapacitySearch {
        let model = try Planted.model(Planted.exponential(mean: service))
        var simulation = Planted.simulation(model, rate: load / service, Fleet(workers: 1, executors: 1), seed: seed)
        // Enough builds to tell 40 s from 60 s from 90 s.
        simulation.days = max(1, Int(20_000 / simulation.demand.buildsADay))
        return CapacitySearch(simulation)
    }

    @Test(arguments: [(5.0, 100.0), (8, 150)])
    func findsTheNumberThatErlangGives(load: Double, service: Double) throws {
        let truth = try #require(
            (1...100).first { (percentile(servers: $0, load: load, service: service) ?? .infinity) < 60 })
        // The formula is clear of the bound on both sides, by more than the simulation may be off.
        #expect((percentile(servers: truth, load: load, service: service) ?? 99) < 48)
        #expect((percentile(servers: truth - 1, load: load, service: service) ?? 99) > 75)
        let search = try search(load: load, service: service)
        #expect(try search.workers() == truth)
        // And where it begins to look is there already.
        #expect(FleetEstimate(search).workers(from: 1, to: 1000) == truth)
    }

    @Test func theEstimateOfARushIsThatOfALiquid() throws {
        // All of a day comes within an hour, at 1000 builds of 1 s a second. With C of them worked off a second the last has waited
        // 3600·(1000 − C)/C s: under a minute from C = 983.6 on; 5 % may wait longer, from C = 982.8 on.
        let profile = try DayProfile(name: "rush", weights: [1] + [Double](repeating: 0, count: 23))
        let simulation = Planted.simulation(
            try Planted.model([1]), rate: 3_600_000 / 86_400, Fleet(workers: 1, executors: 1), profile: profile)
        let found = FleetEstimate(CapacitySearch(simulation)).workers(from: 1, to: 100_000)
        #expect((983...985).contains(found), "\(found)")
    }

    @Test func theSameNumberIsFoundFromAnywhere() throws {
        let search = try search(load: 5, service: 100)
        let found = try #require(try search.workers())
        for guess in [1, 6, 7, 8, 9, 15, 60] {
            #expect(try search.workers(guess: guess) == found, "\(guess)")
        }
    }

    @Test func oneWorkerLessDoesNotHoldTheBound() throws {
        let search = try search(load: 5, service: 100)
        let found = try #require(try search.workers())
        let enough = try #require(try search.outcome(workers: found).result)
        #expect(enough.waits.isUnderBound(at: 0.95) && enough.waits.shareAtBound <= 0.05)
        let fewer = try search.outcome(workers: found - 1).result
        #expect(fewer.map { !$0.waits.isUnderBound(at: 0.95) } ?? true)
        // Five workers for five workers' work: no wait can be given.
        #expect(try search.outcome(workers: 5).result == nil)
    }

    @Test func aNearlyIdleFleetNeedsOne() throws {
        #expect(try search(load: 0.001, service: 1).workers() == 1)
    }

    @Test func morePatienceNeedsFewer() throws {
        var search = try search(load: 20, service: 100)
        let strict = try #require(try search.workers())
        search.simulation.bound = 600
        let patient = try #require(try search.workers())
        #expect(patient < strict && patient > 20)
    }

    @Test func repetitionsDifferAndAreTheSameEachTime() throws {
        let search = try search(load: 5, service: 100)
        #expect(search.repetition(1) == search.repetition(1))
        #expect(search.repetition(1).simulation.seed != search.repetition(2).simulation.seed)
        let measured = Set(search.simulation.model.fixtures[0].kinds[0].samples)
        let drawn = search.repetition(1).simulation.model.fixtures[0].kinds[0].samples
        #expect(drawn.count == measured.count && Set(drawn).isSubset(of: measured) && Set(drawn) != measured)
    }
}
