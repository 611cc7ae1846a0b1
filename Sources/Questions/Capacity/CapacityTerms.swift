import Simulation

/// On what terms capacity is searched for. None of them is measured: they are assumed, and stand beside the result.
package struct CapacityTerms: Sendable, Equatable {
    /// The wait that must not be reached, in seconds, by the rule.
    package static let bound = 60.0
    /// Which share of all builds must wait for less, by the rule.
    package static let share = 0.95
    /// The builds a day of the verdict's row.
    package static let usualBuildsADay = 1000.0

    package var buildsADay: [Double]
    /// How many builds each worker runs at once; nil: as many as were measured to slow each other down by half at most.
    package var executors: Int?
    package var profile: DayProfile
    /// For how many repositories each measured fixture stands.
    package var repositoriesAFixture: Int
    /// How builds find a worker that has built their repository before; nil: they do not look.
    package var affinity: Fleet.Affinity?
    /// How many repositories a worker keeps in its cache; nil: all.
    package var cachedRepositories: Int?
    /// How a worker's garbage is collected; nil: at no cost of time.
    package var collection: Fleet.Collection?
    /// By how much builds grow a worker's disk; nil: as the run's ledger says. Matters where garbage is collected by bytes.
    package var growth: DiskGrowth?
    /// How often the search is repeated with times drawn from the measured ones and another seed: the range of 39 repetitions holds
    /// the next one with a probability of 38/40, which is 95 %.
    package var repetitions: Int
    /// How many days are counted of each simulation; nil: as many as bring 50,000 builds.
    package var days: Int?
    package var seed: UInt64

    /// Terms; by default those of the report.
    package init(
        buildsADay: [Double] = [100, 1000, 10_000, 100_000, 1_000_000], executors: Int? = nil,
        profile: DayProfile = .office, repositoriesAFixture: Int = 1, affinity: Fleet.Affinity? = nil,
        cachedRepositories: Int? = nil, collection: Fleet.Collection? = nil, growth: DiskGrowth? = nil,
        repetitions: Int = 39, days: Int? = nil, seed: UInt64 = 1
    ) {
        (self.buildsADay, self.executors, self.profile) = (buildsADay, executors, profile)
        (self.repositoriesAFixture, self.affinity) = (repositoriesAFixture, affinity)
        (self.cachedRepositories, self.collection, self.growth) = (cachedRepositories, collection, growth)
        (self.repetitions, self.days, self.seed) = (repetitions, days, seed)
    }

    /// The simulation of so many builds a day; the number of workers is to be set.
    package func simulation(
        of model: ServiceModel, buildsADay: Double, executors: Int, workers: Int = 1
    ) -> FleetSimulation {
        FleetSimulation(
            model: model,
            demand: Demand(buildsADay: buildsADay, profile: profile, repositoriesAFixture: repositoriesAFixture),
            fleet: Fleet(
                workers: workers, executors: executors, affinity: affinity, cachedRepositories: cachedRepositories,
                collection: collection),
            seed: seed, bound: Self.bound, days: days)
    }
}
