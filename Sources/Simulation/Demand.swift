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
        try require(
            weights.count == 24,
            .badProfile, "a day's profile has 24 weights, one an hour from midnight on; these are \(weights.count)")
        try require(
            weights.allSatisfy { $0.isFinite && $0 >= 0 } && weights.contains { $0 > 0 },
            .badProfile, "the weights of a day's profile are numbers of at least 0, and not all are 0")
        self.init(name: name, checked: weights)
    }

    /// The fewest recorded times for which an hour's share can be told from chance.
    static let fewestRecorded = 100

    /// A day with the hourly distribution of recorded times, by their own clocks; all days are treated alike.
    /// - Throws: `SimulationError`, `badProfile`, if there are fewer than `fewestRecorded`.
    package init(name: String, recorded times: RecordedTimes) throws(SimulationError) {
        try require(
            times.moments.count >= Self.fewestRecorded, .badProfile,
            "\(times.moments.count) recorded times are too few for a day's profile: "
                + "\(Self.fewestRecorded) or more are needed")
        try self.init(name: name, weights: times.hours.map(Double.init))
    }

    private init(name: String, checked weights: [Double]) {
        let mean = weights.reduce(0, +) / 24
        (self.name, self.weights) = (name, weights.map { $0 / mean })
    }

    package static let flat = DayProfile(name: "flat", checked: [Double](repeating: 1, count: 24))

    /// Assumed, not measured: from 10 to 12 and from 14 to 16 o'clock twice the day's mean rate, at night a fifth of
    /// it.
    package static let office = DayProfile(
        name: "office", checked: [1, 1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 8, 9, 10, 10, 9, 7, 5, 4, 3, 2, 2, 1])

    /// The busiest hour's rate divided by the day's mean rate.
    package var peak: Double { weights.max() ?? 1 }
}

/// A build in the simulation. Times are in seconds since its start.
struct Build {
    var arrival: Double
    /// Its time alone on a worker that has its repository in the cache.
    var work: Double
    /// From 0.
    var repository, fixture: Int32
    var isCounted: Bool
    /// How many bytes it adds to the disk of a worker that has its repository in the cache.
    var growth = 0.0
}

/// Independent arrivals at a rate that changes with the hour: draws in expected arrivals, converted to clock time.
///
/// Source: D. Lewis, G. Shedler, "Simulation of nonhomogeneous Poisson processes", Naval Research Logistics 26 (1979),
/// by inversion of the cumulated rate.
struct PoissonArrivals {
    /// Builds per second in each hour of the day.
    private let rates: [Double]
    private var hour = 0
    private var endOfHour = 3600.0, now = 0.0
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
