import Model

/// Builds of a model that come by a demand, until an end.
struct ModelSource: BuildSource {
    /// A kind of builds, with its times within all times.
    private struct Cell {
        /// The share of all builds that are of this kind or one before.
        var reached: Double
        var fixture: Int32
        var first: Int
        var count: Int
        var growth: Double
    }

    private let cells: [Cell]
    private let samples: [Double]
    private let repositories: Int
    private let window: ClosedRange<Double>
    private var arrivals: PoissonArrivals
    private var generator: SeededGenerator

    /// - Parameter window: builds that come within it count, and none comes after it, in seconds.
    init(_ model: ServiceModel, _ demand: Demand, window: ClosedRange<Double>, seed: UInt64) {
        var cells: [Cell] = []
        var samples: [Double] = []
        var reached = 0.0
        let whole = model.fixtures.flatMap(\.kinds).reduce(0) { $0 + $1.weight }
        for (index, fixture) in model.fixtures.enumerated() {
            for kind in fixture.kinds where kind.weight > 0 {
                reached += kind.weight / whole
                cells.append(
                    Cell(
                        reached: reached, fixture: Int32(index), first: samples.count, count: kind.samples.count,
                        growth: kind.growth))
                samples += kind.samples
            }
        }
        self.cells = cells
        self.samples = samples
        self.window = window
        repositories = demand.repositoriesAFixture
        arrivals = PoissonArrivals(demand, seed: seed)
        generator = SeededGenerator(seed: seed, purpose: "builds")
    }

    mutating func next() -> Build? {
        let arrival = arrivals.next()
        guard arrival < window.upperBound else { return nil }
        let share = generator.uniform()
        var index = 0
        while index < cells.count - 1, cells[index].reached <= share { index += 1 }
        let cell = cells[index]
        let work = samples[cell.first + generator.index(below: cell.count)]
        var repository = cell.fixture
        if repositories > 1 {
            repository = repository * Int32(repositories) + Int32(generator.index(below: repositories))
        }
        return Build(
            arrival: arrival, work: work, repository: repository, fixture: cell.fixture,
            isCounted: arrival >= window.lowerBound, growth: cell.growth)
    }
}
