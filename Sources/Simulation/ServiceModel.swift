/// How long builds occupy an executor: measured times, from which a simulation draws.
public struct ServiceModel: Sendable, Equatable {
    /// Builds of a fixture on a worker that has built it before, after one class of change.
    public struct Kind: Sendable, Equatable {
        /// How often it comes, in any unit that all kinds of all fixtures share.
        public var weight: Double
        /// Measured times in seconds, of builds that had their worker to themselves.
        public var samples: [Double]
        /// By how many bytes one of them grows a worker's disk, on the mean.
        public var growth: Double

        /// A kind of builds.
        public init(weight: Double, samples: [Double], growth: Double = 0) {
            self.weight = weight
            self.samples = samples
            self.growth = growth
        }
    }

    /// One repository, or the pattern of several.
    public struct Fixture: Sendable, Equatable {
        /// Its name.
        public var name: String
        /// Its builds on a worker that has built it before.
        public var kinds: [Kind]
        /// Measured times in seconds of its first build on a worker; empty: as after a change.
        public var cold: [Double]
        /// What its first build leaves on a worker's disk, in bytes: what its cache takes.
        public var size: Double

        /// A repository's builds.
        public init(name: String, kinds: [Kind], cold: [Double] = [], size: Double = 0) {
            self.name = name
            self.kinds = kinds
            self.cold = cold
            self.size = size
        }
    }

    /// Every repository.
    public let fixtures: [Fixture]
    /// How many times as long a build takes while k builds run on its worker, at index k − 1; the first is 1.
    public let slowdown: [Double]

    /// A model of measured times.
    ///
    /// - Throws: `SimulationError`, `badService`: a time that is not above 0, no time of a kind that comes, no kind at all.
    public init(fixtures: [Fixture], slowdown: [Double] = [1]) throws(SimulationError) {
        let kinds = fixtures.flatMap(\.kinds)
        guard kinds.allSatisfy({ $0.weight.isFinite && $0.weight >= 0 && (!$0.samples.isEmpty || $0.weight == 0) }),
            kinds.contains(where: { $0.weight > 0 })
        else {
            throw SimulationError(.badService, "every kind of build that comes needs a measured time")
        }
        guard (kinds.flatMap(\.samples) + fixtures.flatMap(\.cold)).allSatisfy({ $0.isFinite && $0 > 0 }) else {
            throw SimulationError(.badService, "a build takes a time above 0 s")
        }
        guard (kinds.map(\.growth) + fixtures.map(\.size)).allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw SimulationError(.badService, "a build grows its worker's disk by 0 bytes or more")
        }
        guard slowdown.first == 1, slowdown.allSatisfy({ $0.isFinite && $0 > 0 }) else {
            throw SimulationError(
                .badService, "how builds slow each other down begins with 1, for a build alone, and is above 0")
        }
        self.fixtures = fixtures
        self.slowdown = slowdown
    }

    /// The mean time of a build with its worker to itself and its repository in the cache, in seconds.
    public var meanWork: Double {
        let kinds = fixtures.flatMap(\.kinds).filter { $0.weight > 0 }
        let whole = kinds.reduce(0) { $0 + $1.weight }
        return kinds.reduce(0) { sum, kind in
            sum + kind.weight / whole * kind.samples.reduce(0, +) / Double(kind.samples.count)
        }
    }

    /// By how many bytes a build of a repository in the cache grows its worker's disk, on the mean.
    public var meanGrowth: Double {
        let kinds = fixtures.flatMap(\.kinds)
        let whole = kinds.reduce(0) { $0 + $1.weight }
        return kinds.reduce(0) { $0 + $1.weight / whole * $1.growth }
    }

    /// The squared coefficient of variation of that time: its variance over the square of its mean.
    var workVariation: Double {
        let kinds = fixtures.flatMap(\.kinds).filter { $0.weight > 0 }
        let whole = kinds.reduce(0) { $0 + $1.weight }
        let mean = meanWork
        let variance = kinds.reduce(0) { sum, kind in
            let squares = kind.samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return sum + kind.weight / whole * squares / Double(kind.samples.count)
        }
        return variance / (mean * mean)
    }

    /// How much work a worker does a second while all its executors are busy, in seconds of a build alone.
    func speed(executors: Int) -> Double { Double(executors) / slowdown[executors - 1] }

    /// The same model of times drawn from its own with replacement: what another measurement might have given.
    public func resampled(using generator: inout some RandomNumberGenerator) -> ServiceModel {
        func redrawn(_ samples: [Double]) -> [Double] {
            samples.map { samples.randomElement(using: &generator) ?? $0 }
        }
        var drawn: [Fixture] = []
        for fixture in fixtures {
            drawn.append(
                Fixture(
                    name: fixture.name,
                    kinds: fixture.kinds.map {
                        Kind(weight: $0.weight, samples: redrawn($0.samples), growth: $0.growth)
                    },
                    cold: redrawn(fixture.cold), size: fixture.size))
        }
        return ServiceModel(checked: drawn, slowdown: slowdown)
    }

    private init(checked fixtures: [Fixture], slowdown: [Double]) {
        self.fixtures = fixtures
        self.slowdown = slowdown
    }
}
