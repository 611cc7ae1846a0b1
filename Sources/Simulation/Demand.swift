import Foundation
import Model

/// How many builds arrive, and when.
package struct Demand: Sendable, Equatable {
    static let day = 86_400.0

    /// The mean number of builds a day.
    package var buildsADay: Double
    /// Their distribution over the hours; within an hour they arrive at random, independently of each other (Poisson).
    package var profile: DayProfile
    /// How many repositories each measured fixture represents: each has a cache of its own on every worker.
    package var repositoriesAFixture: Int

    /// A demand; by default each fixture is one repository.
    package init(buildsADay: Double, profile: DayProfile = .flat, repositoriesAFixture: Int = 1) {
        (self.buildsADay, self.profile, self.repositoriesAFixture) = (buildsADay, profile, repositoriesAFixture)
    }

    /// The mean number of builds per second.
    var rate: Double { buildsADay / Self.day }
}

/// How the builds of a day are distributed over its hours.
package struct DayProfile: Sendable, Equatable {
    package let name: String
    /// The rate of each hour, from midnight on, divided by the day's mean rate: 24 numbers whose mean is 1.
    package let weights: [Double]

    /// A profile of 24 weights in any unit, of which at least one is above 0.
    /// - Throws: `SimulationError`, `badProfile`.
    package init(name: String, weights: [Double]) throws(SimulationError) {
        guard weights.count == 24 else {
            throw SimulationError(
                .badProfile, "a day's profile has 24 weights, one an hour from midnight on; these are \(weights.count)")
        }
        guard weights.allSatisfy({ $0.isFinite && $0 >= 0 }), weights.contains(where: { $0 > 0 }) else {
            throw SimulationError(
                .badProfile, "the weights of a day's profile are numbers of at least 0, and not all are 0")
        }
        self.init(name: name, checked: weights)
    }

    private init(name: String, checked weights: [Double]) {
        let mean = weights.reduce(0, +) / 24
        self.name = name
        self.weights = weights.map { $0 / mean }
    }

    package static let flat = DayProfile(name: "flat", checked: [Double](repeating: 1, count: 24))

    /// An office day: assumed, not measured. From 10 to 12 and from 14 to 16 o'clock the rate is twice the day's mean,
    /// at night a fifth of it.
    package static let office = DayProfile(
        name: "office",
        checked: [1, 1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 8, 9, 10, 10, 9, 7, 5, 4, 3, 2, 2, 1])

    /// The busiest hour's rate divided by the day's mean rate.
    package var peak: Double { weights.max() ?? 1 }
}

extension DayProfile {
    /// The fewest recorded times for which an hour's share can be told from chance.
    static let fewestRecorded = 100

    /// A day with the hourly distribution of recorded times, by the clocks that recorded them; all days are treated
    /// alike.
    /// - Throws: `SimulationError`, `badProfile`, if there are fewer than `fewestRecorded`.
    package init(name: String, recorded times: RecordedTimes) throws(SimulationError) {
        guard times.moments.count >= Self.fewestRecorded else {
            throw SimulationError(
                .badProfile,
                "\(times.moments.count) recorded times are too few for a day's profile: "
                    + "\(Self.fewestRecorded) or more are needed")
        }
        try self.init(name: name, weights: times.hours.map(Double.init))
    }
}

/// A build in the simulation. Times are in seconds since its start.
struct Build {
    var arrival: Double
    /// Its time alone on a worker that has its repository in the cache.
    var work: Double
    /// From 0.
    var repository: Int32
    /// From 0.
    var fixture: Int32
    var isCounted: Bool
    /// How many bytes it adds to the disk of a worker that has its repository in the cache.
    var growth = 0.0
}

/// A source of builds, in the order of their arrival.
protocol BuildSource {
    /// The next build; nil if there are no more.
    mutating func next() -> Build?
}

/// Independent arrivals at a rate that changes with the hour. Each step is a draw in expected arrivals, converted to
/// clock time by the rate.
///
/// Source: D. Lewis, G. Shedler, "Simulation of nonhomogeneous Poisson processes", Naval Research Logistics 26 (1979),
/// by inversion of the cumulated rate.
struct PoissonArrivals {
    /// Builds per second in each hour of the day.
    private let rates: [Double]
    private var hour = 0
    private var endOfHour = 3600.0
    private var now = 0.0
    private var generator: SeededGenerator

    init(_ demand: Demand, seed: UInt64) {
        rates = demand.profile.weights.map { $0 * demand.rate }
        generator = SeededGenerator(seed: seed, purpose: "arrivals")
    }

    /// When the next build arrives, in seconds since midnight of the first day.
    mutating func next() -> Double {
        var left = generator.exponential()
        while true {
            let rate = rates[hour]
            let expected = rate * (endOfHour - now)
            if left < expected {
                now += left / rate
                return now
            }
            left -= expected
            now = endOfHour
            hour = hour == rates.count - 1 ? 0 : hour + 1
            endOfHour += 3600
        }
    }
}

extension SeededGenerator {
    /// A uniform number from 0 to below 1.
    @inline(__always)
    mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number from the exponential distribution with mean 1.
    @inline(__always)
    mutating func exponential() -> Double { -log(1 - uniform()) }

    /// A number from 0 to below `count`.
    @inline(__always)
    mutating func index(below count: Int) -> Int {
        // The bias is below count / 2³².
        Int(((next() >> 32) &* UInt64(count)) >> 32)
    }
}
