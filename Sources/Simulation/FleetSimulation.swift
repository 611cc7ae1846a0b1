/// A discrete-event simulation of CI workers: builds arrive by a demand, wait in one queue, and are built by a fleet.
///
/// The same values and seed give the same outcome. Memory does not grow with the number of builds.
package struct FleetSimulation: Sendable, Equatable {
    package var model: ServiceModel
    package var demand: Demand
    package var fleet: Fleet
    /// Draws arrivals and builds.
    package var seed: UInt64
    /// Waits of at least this many seconds are counted separately.
    package var bound: Double
    /// How many days are counted, whole ones, so that no part counts twice. nil: enough for some 50,000 builds.
    package var days: Int?

    package init(
        model: ServiceModel, demand: Demand, fleet: Fleet, seed: UInt64, bound: Double = 60, days: Int? = nil
    ) {
        (self.model, self.demand, self.fleet) = (model, demand, fleet)
        (self.seed, self.bound, self.days) = (seed, bound, days)
    }

    /// The number of builds that makes a result precise enough.
    private static let countedBuilds = 50_000.0

    /// - Throws: `SimulationError`, if the demand or the fleet is invalid.
    package func run() throws(SimulationError) -> SimulationOutcome {
        try check()
        return outcome(givingUpAt: nil) ?? .overloaded(load: leastLoad)
    }

    /// Whether the quantile of the waits at a share is below the bound. It stops as soon as failure is certain.
    func isUnderBound(at share: Double) -> Bool {
        let builds = demand.buildsADay * countedDays
        // The number of arrivals is unknown, but never exceeds the expected number by six standard deviations.
        let most = (1 - share) * (builds + 6 * builds.squareRoot())
        guard case .settled(let result)? = outcome(givingUpAt: Int(most) + 1) else { return false }
        return result.waits.isUnderBound(at: share)
    }

    func check() throws(SimulationError) {
        try require(
            demand.buildsADay > 0 && demand.buildsADay <= 1e9,
            .badFleet, "builds a day are a number above 0 and at most a thousand million")
        try require(
            fleet.executors <= model.slowdown.count, .badService,
            "how builds slow each other down is known for \(model.slowdown.count) at once, not \(fleet.executors)")
        try fleet.check(repositories: repositories)
    }

    /// The arriving work divided by the fleet's capacity, if every repository were in every cache.
    var leastLoad: Double { load(of: model.meanWork * demand.rate, meanWork: model.meanWork) }

    /// Work per second divided by the fleet's capacity, which excludes the time for collections.
    private func load(of work: Double, meanWork: Double) -> Double {
        let speed = model.speed(executors: fleet.executors)
        var share = 1.0
        if let collection = fleet.collection {
            let between = builds(between: collection) * meanWork / speed
            if between.isFinite { share = between / (between + collection.seconds) }
        }
        return work / (Double(fleet.workers) * speed * share)
    }

    /// How many builds a worker does between two collections; infinity: it has none.
    private func builds(between collection: Fleet.Collection) -> Double {
        guard let marks = collection.marks else { return collection.builds.map(Double.init) ?? .infinity }
        let growth = model.meanGrowth
        return growth > 0 ? (marks.high - marks.low) / growth : .infinity
    }

    /// The highest load at which so many builds are enough to estimate the waits. A queue forgets its past within 4/(1
    /// − load)² builds, if arrivals and durations are random as in M/M/c; ten times as many must be simulated.
    ///
    /// Source: the relaxation time of reflected Brownian motion; J. Harrison, "Brownian Motion and Stochastic Flow
    /// Systems" (1985).
    private func mostLoad(builds: Double) -> Double { max(0.5, 1 - (40 / max(builds, 1)).squareRoot()) }

    private var repositories: Int { model.fixtures.count * max(demand.repositoriesAFixture, 0) }

    private var countedDays: Double {
        Double(days ?? max(1, Int((Self.countedBuilds / demand.buildsADay).rounded(.up))))
    }

    /// A quarter of a day, or until each cache saw each repository some twenty times; at most twice the counted days.
    private var warmUpDays: Double {
        let caches = Double(fleet.workers * repositories)
        return min(max(0.25, 20 * caches / demand.buildsADay), max(0.25, 2 * countedDays))
    }

    /// - Parameter limit: the simulation stops, with nil, when this many waits have reached the bound.
    private func outcome(givingUpAt limit: Int?) -> SimulationOutcome? {
        guard leastLoad < mostLoad(builds: demand.buildsADay * countedDays) else {
            return .overloaded(load: leastLoad)
        }
        let start = warmUpDays * Demand.day
        let window = start...(start + countedDays * Demand.day)
        var source = ModelSource(model, demand, window: window, seed: seed)
        var state = FleetState(
            fleet, slowdown: model.slowdown, cold: model.fixtures.map(\.cold), repositories: repositories, bound: bound,
            window: window, seed: seed, sizes: model.fixtures.map(\.size), isWorn: true)
        // A queue longer than a whole day's builds is never worked off.
        switch state.run(&source, longestQueue: Int(demand.buildsADay) + 10_000, mostAtBound: limit) {
        case .givenUp: return nil
        case .outgrown: return .overloaded(load: leastLoad)
        case .finished: return judged(state.tally)
        }
    }

    /// Overloaded if the counted builds were more work than the fleet could do, or too near its capacity to tell. Also
    /// if far more builds were in the system at the end than at the start.
    private func judged(_ tally: Tally) -> SimulationOutcome {
        let builds = tally.waits.count
        let meanWork = builds > 0 ? tally.work / Double(builds) : model.meanWork
        let load = self.load(of: tally.work / tally.seconds, meanWork: meanWork)
        let grown = Double(tally.backlog.last - tally.backlog.first)
        // At the edge of capacity, a queue varies by the square root of the builds that pass through it.
        guard load < mostLoad(builds: Double(builds)), grown <= 6 * Double(builds).squareRoot() + 100 else {
            return .overloaded(load: load)
        }
        return .settled(
            SimulationResult(
                waits: tally.waits, builds: builds, days: tally.seconds / Demand.day,
                utilisation: tally.busy / (tally.seconds * Double(fleet.workers * fleet.executors)),
                coldShare: builds > 0 ? Double(tally.coldBuilds) / Double(builds) : 0,
                collections: tally.collections, load: load))
    }
}
