import Foundation
import Testing

@testable import Simulation

/// The simulation beside queues that have a formula.
@Suite struct QueueTheoryTests {
    @Test func oneExecutorWithRandomTimes() throws {
        // M/M/1: mean wait ρ/(1−ρ)·S, and P(wait ≥ t) = ρ·exp(−(1−ρ)·t/S).
        let (load, service) = (0.7, 10.0)
        let runs = try Replicated.runs(
            Planted.simulation(
                try Planted.model(Planted.exponential(mean: service)), rate: load / service,
                Fleet(workers: 1, executors: 1), bound: 40, days: 2))
        let wait = Replicated(runs) { $0.waits.mean }
        #expect(wait.agrees(with: load / (1 - load) * service, within: 0.2), "\(wait)")
        let late = Replicated(runs) { $0.waits.shareAtBound }
        #expect(late.agrees(with: load * exp(-(1 - load) * 40 / service), within: 0.2), "\(late)")
        let p95 = Replicated(runs) { $0.waits.quantile(0.95) ?? 0 }
        #expect(p95.agrees(with: log(load / 0.05) / (1 - load) * service, within: 0.25), "\(p95)")
        let used = Replicated(runs) { $0.utilisation }
        #expect(used.agrees(with: load, within: 0.05), "\(used)")
    }

    @Test(arguments: [(4, 1), (2, 2), (1, 4)])
    func severalExecutorsWithRandomTimes(workers: Int, executors: Int) throws {
        // M/M/c: P(wait > 0) = C, mean wait C/(c/S − λ), P(wait ≥ t) = C·exp(−(c/S − λ)·t).
        let (service, rate) = (40.0, 0.075)
        let runs = try Replicated.runs(
            Planted.simulation(
                try Planted.model(Planted.exponential(mean: service), slowdown: [1, 1, 1, 1]), rate: rate,
                Fleet(workers: workers, executors: executors), bound: 40, days: 2))
        let waiting = Planted.erlangC(servers: 4, load: rate * service)
        let spare = 4 / service - rate
        let wait = Replicated(runs) { $0.waits.mean }
        #expect(wait.agrees(with: waiting / spare, within: 0.3), "\(wait)")
        let late = Replicated(runs) { $0.waits.shareAtBound }
        #expect(late.agrees(with: waiting * exp(-spare * 40), within: 0.3), "\(late)")
    }

    @Test func oneExecutorWithEqualTimes() throws {
        // M/D/1, by Pollaczek and Khinchine: mean wait ρ/(2·(1−ρ))·S.
        let (load, service) = (0.8, 10.0)
        let runs = try Replicated.runs(
            Planted.simulation(
                try Planted.model([service]), rate: load / service, Fleet(workers: 1, executors: 1), days: 2))
        let wait = Replicated(runs) { $0.waits.mean }
        #expect(wait.agrees(with: load / (2 * (1 - load)) * service, within: 0.25), "\(wait)")
    }

    @Test func buildsThatShareAWorkerEvenly() throws {
        // Two builds that take twice as long together: as many are in the system as in M/M/1, where n are with probability
        // (1−ρ)·ρⁿ. Two at most are at work, the others wait.
        let (load, service) = (0.6, 10.0)
        let runs = try Replicated.runs(
            Planted.simulation(
                try Planted.model(Planted.exponential(mean: service), slowdown: [1, 2]), rate: load / service,
                Fleet(workers: 1, executors: 2), days: 2))
        let used = Replicated(runs) { 2 * $0.utilisation }
        #expect(used.agrees(with: load * (1 - load) + 2 * load * load, within: 0.1), "\(used)")
        // By Little: those who wait, Σ (n−2)·(1−ρ)·ρⁿ = ρ³/(1−ρ), over the rate.
        let wait = Replicated(runs) { $0.waits.mean }
        #expect(wait.agrees(with: load * load * load / (1 - load) / (load / service), within: 0.3), "\(wait)")
    }

    @Test func aBusierHourIsBusier() throws {
        // Every other hour nothing, in between twice the mean rate: there, M/M/1 at that rate.
        let weights = (0..<24).map { $0 % 2 == 0 ? 2.0 : 0 }
        let runs = try Replicated.runs(
            Planted.simulation(
                try Planted.model(Planted.exponential(mean: 2)), rate: 0.15, Fleet(workers: 1, executors: 1), days: 1,
                profile: try DayProfile(name: "every other hour", weights: weights)))
        let wait = Replicated(runs) { $0.waits.mean }
        #expect(wait.agrees(with: 0.6 / 0.4 * 2, within: 0.2), "\(wait)")
    }

    @Test func anIdleFleetLetsNobodyWait() throws {
        let simulation = Planted.simulation(
            try Planted.model([1]), rate: 1e-4, Fleet(workers: 3, executors: 1), days: 100)
        let result = try #require(try simulation.run().result)
        #expect(result.builds > 500 && result.waits.maximum == 0 && result.waits.quantile(0.95) == 0)
        #expect(result.utilisation < 1e-4)
    }

    @Test(arguments: [1.01, 1.5, 20]) func anOverloadedFleetHasNoWait(load: Double) throws {
        let simulation = Planted.simulation(
            try Planted.model([10]), rate: 2 * load / 10, Fleet(workers: 2, executors: 1), days: 1)
        let outcome = try simulation.run()
        #expect(outcome.result == nil)
        guard case .overloaded(let found) = outcome else { return }
        #expect(abs(found - load) < 1e-9)
    }

    @Test func aFleetAtItsLimitIsNotSaidToKeepUp() throws {
        // At 99.9 % of what it can do, M/M/1 forgets what it was within four million builds: 50,000 tell nothing of its waits.
        let model = try Planted.model(Planted.exponential(mean: 10))
        let fleet = Fleet(workers: 1, executors: 1)
        #expect(try Planted.simulation(model, rate: 0.0999, fleet).run().result == nil)
        #expect(try Planted.simulation(model, rate: 0.09, fleet).run().result != nil)
    }

    @Test func firstBuildsCanOverloadAFleetThatKeepsUpOtherwise() throws {
        var fleet = Fleet(workers: 1, executors: 1)
        let model = try Planted.model([5], cold: [12])
        #expect(try Planted.simulation(model, rate: 0.1, fleet, days: 2).run().result != nil)
        fleet.cachedRepositories = 0
        guard case .overloaded(let load) = try Planted.simulation(model, rate: 0.1, fleet, days: 2).run() else {
            Issue.record("a wait was given")
            return
        }
        // 17,280 builds are expected, of which one standard deviation is 0.8 %.
        #expect(abs(load - 1.2) < 0.04, "\(load)")
    }
}
