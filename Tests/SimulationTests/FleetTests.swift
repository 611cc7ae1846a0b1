import Model
import Testing

@testable import Simulation

/// What workers remember and what keeps them from building.
@Suite struct FleetTests {
    @Test func sameSeedGivesTheSameOutcome() throws {
        let model = try Planted.model(Planted.exponential(mean: 10, count: 100), cold: [30, 40], slowdown: [1, 1.3])
        let fleet = Fleet(
            workers: 5, executors: 2, affinity: Fleet.Affinity(), cachedRepositories: 3,
            collection: .init(builds: 50, seconds: 20))
        func outcome(_ seed: UInt64) throws -> SimulationOutcome {
            try Planted.simulation(model, rate: 0.2, fleet, seed: seed, days: 1, repositories: 10).run()
        }
        let (first, again, other) = (try outcome(1), try outcome(1), try outcome(2))
        #expect(first.result != nil && first == again && first != other)
    }

    @Test func aFullCacheHasItsShareOfAllRepositories() throws {
        // Repositories come at random, each as often as the other: a cache of 8 of 40 has the next one in one case of five. Nothing
        // waits, so that the time between end and next beginning plays no part.
        let runs = try Replicated.runs(
            Planted.simulation(
                try Planted.model([1], cold: [1]), rate: 0.01,
                Fleet(workers: 2, executors: 1, cachedRepositories: 8), days: 10, repositories: 40))
        let cold = Replicated(runs) { $0.coldShare }
        #expect(cold.agrees(with: 0.8, within: 0.02), "\(cold)")
    }

    @Test func affinityLowersColdBuilds() throws {
        let model = try Planted.model([10], cold: [20])
        var fleet = Fleet(workers: 10, executors: 1, cachedRepositories: 5)
        func share() throws -> Double {
            let simulation = Planted.simulation(model, rate: 0.3, fleet, days: 1, repositories: 40)
            return try #require(try simulation.run().result).coldShare
        }
        let without = try share()
        fleet.affinity = Fleet.Affinity()
        let with = try share()
        // Ten caches of five hold each of 40 repositories, where builds go by them.
        #expect(abs(without - 35.0 / 40) < 0.02, "\(without)")
        #expect(with < 0.6 * without, "\(with)")
    }

    @Test func affinityPassesTheFirstOverForItsPatienceAtMost() throws {
        // One worker that keeps one repository of two. Without bound the first could be passed over for ever.
        let model = try Planted.model([10], cold: [10])
        let fleet = Fleet(
            workers: 1, executors: 1, affinity: Fleet.Affinity(lookAhead: 100, patience: 50), cachedRepositories: 1)
        let simulation = Planted.simulation(model, rate: 0.09, fleet, days: 2, repositories: 2)
        let result = try #require(try simulation.run().result)
        var first = simulation
        first.fleet.affinity = nil
        let inOrder = try #require(try first.run().result)
        #expect(result.coldShare < 0.9 * inOrder.coldShare)
        // All builds take 10 s: in whatever order, they wait for the same time on average, but for those at the edge of the window.
        #expect(abs(result.waits.mean - inOrder.waits.mean) < 0.01 * inOrder.waits.mean)
        #expect(result.waits.maximum >= inOrder.waits.maximum)
    }

    @Test func firstBuildsTakeTheirTime() throws {
        // A worker that keeps nothing: each build is a first one and takes 12 s in place of 2.
        let runs = try Replicated.runs(
            Planted.simulation(
                try Planted.model([2], cold: [12]), rate: 0.05,
                Fleet(workers: 1, executors: 1, cachedRepositories: 0), days: 2))
        #expect(runs.allSatisfy { $0.coldShare == 1 })
        let used = Replicated(runs) { $0.utilisation }
        #expect(used.agrees(with: 0.6, within: 0.05), "\(used)")
        let warm = try #require(
            try Planted.simulation(try Planted.model([2], cold: [12]), rate: 0.05, Fleet(workers: 1, executors: 1))
                .run().result)
        #expect(warm.coldShare == 0)
    }

    @Test func aPauseOfKnownLengthShows() throws {
        // Builds take next to nothing: all wait there is, is for the collection of 100 s after each ten builds. In the first 50 s of
        // it come rate × 50 builds, which wait 50 s or more.
        let rate = 0.01
        let runs = try Replicated.runs(
            Planted.simulation(
                try Planted.model([0.001]), rate: rate,
                Fleet(workers: 1, executors: 1, collection: .init(builds: 10, seconds: 100)), bound: 50, days: 10))
        let late = Replicated(runs) { $0.waits.shareAtBound }
        #expect(late.agrees(with: rate * 50 / 10, within: 0.15), "\(late)")
        #expect(runs.allSatisfy { $0.waits.maximum <= 100.1 && $0.waits.maximum > 95 })
        // And by Little: rate × 100 builds a pause, each of which waits 50 s on average.
        let wait = Replicated(runs) { $0.waits.mean }
        #expect(wait.agrees(with: rate * 100 * 50 / 10, within: 0.15), "\(wait)")
    }

    @Test func aCollectionThatEmptiesTheCacheMakesFirstBuilds() throws {
        let runs = try Replicated.runs(
            Planted.simulation(
                try Planted.model([1], cold: [1]), rate: 0.01,
                Fleet(workers: 1, executors: 1, collection: .init(builds: 10, seconds: 1, emptiesCache: true)),
                days: 10))
        let cold = Replicated(runs) { $0.coldShare }
        #expect(abs(cold.mean - 0.1) < 0.001, "\(cold)")
    }

    /// One worker with one executor; builds of 1 s come ten seconds apart, each `growth` bytes, of repositories in turn that take 10.
    private func state(
        builds: Int, repositories: Int32 = 1, growth: Double, high: Double, low: Double, keeps: Int? = nil
    ) -> FleetState {
        let collection = Fleet.Collection(marks: .init(high: high, low: low), seconds: 3)
        let fleet = Fleet(workers: 1, executors: 1, cachedRepositories: keeps, collection: collection)
        var state = FleetState(
            fleet, slowdown: [1], cold: [[1]], repositories: Int(repositories), bound: 60,
            window: 0...Double(builds * 10), seed: 1, sizes: [10])
        for index in 0..<builds {
            let arrival = Double(index * 10)
            while state.nextEvent < arrival { state.step() }
            let repository = Int32(index) % repositories
            state.admit(
                Build(
                    arrival: arrival, work: 1, repository: repository, fixture: 0, isCounted: true, growth: growth))
        }
        while state.nextEvent < .infinity { state.step() }
        return state
    }

    @Test(arguments: [1, 10, 11, 15, 16, 100, 101]) func aDiskThatGrowsEvenlyIsCollectedAsOftenAsItFills(builds: Int) {
        // The first build leaves 10 bytes, each other one more: 20 are reached by the 11th, and again by each fifth after it, as 15 are
        // left. What is superseded is enough to remove, so that nothing is built anew.
        let tally = state(builds: builds, growth: 1, high: 20, low: 15).tally
        #expect(tally.collections == (builds < 11 ? 0 : 1 + (builds - 11) / 5))
        #expect(tally.coldBuilds == 1 && tally.waits.count == builds && tally.waits.maximum == 0)
    }

    @Test func aCollectionRemovesRepositoriesWhereNothingIsSuperseded() {
        // Two repositories fill the disk: the one that was built longer ago goes, so that each build is a first one, and from the second on
        // is followed by a collection.
        let both = state(builds: 50, repositories: 2, growth: 0, high: 20, low: 12).tally
        #expect(both.collections == 49 && both.coldBuilds == 50)
        // A disk with room for both is never full, and each is built anew once.
        let roomy = state(builds: 50, repositories: 2, growth: 0, high: 21, low: 12).tally
        #expect(roomy.collections == 0 && roomy.coldBuilds == 2)
        // A cache that keeps one of them evicts the other, whose bytes go with it.
        let narrow = state(builds: 50, repositories: 2, growth: 0, high: 20.5, low: 12, keeps: 1).tally
        #expect(narrow.collections == 0 && narrow.coldBuilds == 50)
    }

    @Test func pausesByBytesAreAsManyAsTheGrowthAsksFor() throws {
        // A mean of 3 bytes a build, 300 between the marks: a pause each hundred builds, on workers that began anywhere in between.
        let kinds = [
            ServiceModel.Kind(weight: 3, samples: [1], growth: 2), .init(weight: 1, samples: [1], growth: 6),
        ]
        let model = try ServiceModel(fixtures: [.init(name: "scap", kinds: kinds, cold: [1], size: 50)])
        #expect(model.meanGrowth == 3)
        let fleet = Fleet(
            workers: 4, executors: 1, collection: .init(marks: .init(high: 1000, low: 700), seconds: 20))
        let runs = try Replicated.runs(Planted.simulation(model, rate: 0.1, fleet, days: 2))
        // Of 17,280 builds; the number of pauses is that of builds over a hundred, but for a worker's first and last.
        for run in runs {
            let expected = Double(run.builds) / 100
            #expect(abs(Double(run.collections) - expected) <= 0.03 * expected + 4, "\(run.collections)")
            #expect(run.coldShare == 0)
        }
    }

    @Test func aCollectionWaitsForTheBuildsAtWork() throws {
        // Two executors; after each build a collection of no length: the second build of a pair must end before the next begins, so
        // that builds that come together are built two by two.
        let model = try Planted.model([10], slowdown: [1, 1])
        let fleet = Fleet(workers: 1, executors: 2, collection: .init(builds: 1, seconds: 0))
        var state = FleetState(
            fleet, slowdown: model.slowdown, cold: [[]], repositories: nil, bound: 60, window: 0...1000, seed: 1)
        for (arrival, work) in [(0.0, 10.0), (1, 30), (2, 10), (3, 10)] {
            state.admit(Build(arrival: arrival, work: work, repository: 0, fixture: 0, isCounted: true))
        }
        while state.nextEvent < .infinity { state.step() }
        // The first two end at 10 and 31; the others wait until 31, and not until 10.
        #expect(state.tally.waits.count == 4 && state.tally.waits.mean == (29 + 28) / 4)
    }

    @Test(arguments: [
        Fleet(workers: 0, executors: 1), Fleet(workers: 1, executors: 0), Fleet(workers: 1, executors: 3),
        Fleet(workers: 1, executors: 1, cachedRepositories: -1),
        Fleet(workers: 1, executors: 1, affinity: Fleet.Affinity(lookAhead: 0)),
        Fleet(workers: 1, executors: 1, collection: .init(builds: 0, seconds: 1)),
        Fleet(workers: 1, executors: 1, collection: .init(marks: .init(high: 1, low: 1), seconds: 1)),
        Fleet(workers: 1, executors: 1, collection: .init(marks: .init(high: 2, low: 1), seconds: -1)),
        Fleet(workers: 1_000_000, executors: 1),
    ])
    func fleetsThatMakeNoSenseAreRefused(fleet: Fleet) throws {
        let simulation = Planted.simulation(
            try Planted.model([1], slowdown: [1, 1]), rate: 0.1, fleet, repositories: 100)
        #expect(throws: SimulationError.self) { try simulation.run() }
    }
}
