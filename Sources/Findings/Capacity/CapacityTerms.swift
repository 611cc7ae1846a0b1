import Simulation

/// On what terms capacity is searched for. None of them is measured: they are assumed, and stand beside the result.
public struct CapacityTerms: Sendable, Equatable {
    /// The wait that must not be reached, in seconds, by the rule.
    public static let bound = 60.0
    /// Which share of all builds must wait for less, by the rule.
    public static let share = 0.95
    /// The builds a day of the verdict's row.
    public static let usualBuildsADay = 1000.0

    /// At how many builds a day.
    public var buildsADay: [Double]
    /// How many builds each worker runs at once; nil: as many as were measured to slow each other down by half at most.
    public var executors: Int?
    /// How builds fall on the hours of the day.
    public var profile: DayProfile
    /// For how many repositories each measured fixture stands.
    public var repositoriesAFixture: Int
    /// How builds find a worker that has built their repository before; nil: they do not look.
    public var affinity: Fleet.Affinity?
    /// How many repositories a worker keeps in its cache; nil: all.
    public var cachedRepositories: Int?
    /// How a worker's garbage is collected; nil: at no cost of time.
    public var collection: Fleet.Collection?
    /// By how much builds grow a worker's disk; nil: as the run's ledger says. Matters where garbage is collected by bytes.
    public var growth: DiskGrowth?
    /// How often the search is repeated with times drawn from the measured ones and another seed: the range of 39 repetitions holds
    /// the next one with a probability of 38/40, which is 95 %.
    public var repetitions: Int
    /// How many days are counted of each simulation; nil: as many as bring 50,000 builds.
    public var days: Int?
    /// Draws everything.
    public var seed: UInt64

    /// Terms; by default those of the report.
    public init(
        buildsADay: [Double] = [100, 1000, 10_000, 100_000, 1_000_000], executors: Int? = nil,
        profile: DayProfile = .office, repositoriesAFixture: Int = 1, affinity: Fleet.Affinity? = nil,
        cachedRepositories: Int? = nil, collection: Fleet.Collection? = nil, growth: DiskGrowth? = nil,
        repetitions: Int = 39, days: Int? = nil, seed: UInt64 = 1
    ) {
        self.buildsADay = buildsADay
        self.executors = executors
        self.profile = profile
        self.repositoriesAFixture = repositoriesAFixture
        self.affinity = affinity
        self.cachedRepositories = cachedRepositories
        self.collection = collection
        self.growth = growth
        self.repetitions = repetitions
        self.days = days
        self.seed = seed
    }

    /// The simulation of so many builds a day; the number of workers is to be set.
    func simulation(of model: ServiceModel, buildsADay: Double, executors: Int, workers: Int = 1) -> FleetSimulation {
        FleetSimulation(
            model: model,
            demand: Demand(buildsADay: buildsADay, profile: profile, repositoriesAFixture: repositoriesAFixture),
            fleet: Fleet(
                workers: workers, executors: executors, affinity: affinity, cachedRepositories: cachedRepositories,
                collection: collection),
            seed: seed, bound: Self.bound, days: days)
    }
}
