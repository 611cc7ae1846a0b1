import Model

/// How long builds occupy an executor: measured times, from which a simulation draws.
package struct ServiceModel: Sendable, Equatable {
    /// Builds of a fixture, after one class of change, on a worker that has built it before.
    package struct Kind: Sendable, Equatable {
        /// How often it occurs, in any unit shared by all kinds of all fixtures.
        package var weight: Double
        /// Measured times in seconds, of builds that had their worker to themselves.
        package var samples: [Double]
        /// The mean growth of a worker's disk by one of them, in bytes.
        package var growth: Double

        package init(weight: Double, samples: [Double], growth: Double = 0) {
            (self.weight, self.samples, self.growth) = (weight, samples, growth)
        }
    }

    /// One repository, or the model of several.
    package struct Fixture: Sendable, Equatable {
        package var name: String
        /// Builds on a worker that has built it before.
        package var kinds: [Kind]
        /// Measured times in seconds of its first build on a worker; empty: as after a change.
        package var cold: [Double]
        /// What its first build leaves on a worker's disk, in bytes: the size of its cache.
        package var size: Double

        package init(name: String, kinds: [Kind], cold: [Double] = [], size: Double = 0) {
            (self.name, self.kinds, self.cold, self.size) = (name, kinds, cold, size)
        }
    }

    package private(set) var fixtures: [Fixture]
    /// The factor by which a build takes longer while k builds run on its worker, at index k − 1; the first is 1.
    package let slowdown: [Double]

    /// - Throws: `SimulationError`, `badService`.
    package init(fixtures: [Fixture], slowdown: [Double] = [1]) throws(SimulationError) {
        let kinds = fixtures.flatMap(\.kinds)
        try require(
            kinds.allSatisfy { $0.weight.isFinite && $0.weight >= 0 && (!$0.samples.isEmpty || $0.weight == 0) }
                && kinds.contains { $0.weight > 0 },
            .badService, "every kind of build that comes needs a measured time")
        try require(
            (kinds.flatMap(\.samples) + fixtures.flatMap(\.cold)).allSatisfy { $0.isFinite && $0 > 0 },
            .badService, "a build takes a time above 0 s")
        try require(
            (kinds.map(\.growth) + fixtures.map(\.size)).allSatisfy { $0.isFinite && $0 >= 0 },
            .badService, "a build grows its worker's disk by 0 bytes or more")
        try require(
            slowdown.first == 1 && slowdown.allSatisfy { $0.isFinite && $0 > 0 },
            .badService, "how builds slow each other down begins with 1, for a build alone, and is above 0")
        (self.fixtures, self.slowdown) = (fixtures, slowdown)
    }

    /// The kinds that occur, each with its share of all builds.
    private var shares: [(share: Double, kind: Kind)] {
        let kinds = fixtures.flatMap(\.kinds).filter { $0.weight > 0 }
        let whole = kinds.reduce(0) { $0 + $1.weight }
        return kinds.map { ($0.weight / whole, $0) }
    }

    /// The mean time of a build with its worker to itself and its repository in the cache, in seconds.
    package var meanWork: Double {
        shares.reduce(0) { $0 + $1.share * $1.kind.samples.reduce(0, +) / Double($1.kind.samples.count) }
    }

    /// The mean disk growth by a build of a cached repository, in bytes.
    package var meanGrowth: Double { shares.reduce(0) { $0 + $1.share * $1.kind.growth } }

    /// The squared coefficient of variation of `meanWork`'s times: their variance divided by the square of their mean.
    var workVariation: Double {
        let mean = meanWork
        let variance = shares.reduce(0) { sum, part in
            let squares = part.kind.samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return sum + part.share * squares / Double(part.kind.samples.count)
        }
        return variance / (mean * mean)
    }

    /// A worker's work per second while all its executors are busy, in seconds of a build alone.
    func speed(executors: Int) -> Double { Double(executors) / slowdown[executors - 1] }

    /// The same model with times drawn from its own with replacement: what another measurement might have given.
    package func resampled(using generator: inout some RandomNumberGenerator) -> ServiceModel {
        func redrawn(_ samples: [Double]) -> [Double] {
            samples.map { samples.randomElement(using: &generator) ?? $0 }
        }
        var drawn = self
        for fixture in fixtures.indices {
            for kind in fixtures[fixture].kinds.indices {
                drawn.fixtures[fixture].kinds[kind].samples = redrawn(fixtures[fixture].kinds[kind].samples)
            }
            drawn.fixtures[fixture].cold = redrawn(fixtures[fixture].cold)
        }
        return drawn
    }
}

/// Builds of a model that arrive by a demand, until an end.
struct ModelSource: IteratorProtocol {
    /// A kind of builds, with the range of its times within all times.
    private struct Cell {
        /// The cumulated share of builds of this kind and the kinds before.
        var reached: Double
        var fixture: Int32
        var first, count: Int
        var growth: Double
    }

    private let cells: [Cell]
    private let samples: [Double]
    private let repositories: Int
    private let window: ClosedRange<Double>
    private var arrivals: PoissonArrivals
    private var generator: SeededGenerator

    /// - Parameter window: builds that arrive within it count, and none arrives after it, in seconds.
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
        (self.cells, self.samples, self.window) = (cells, samples, window)
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
