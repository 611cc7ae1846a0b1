import Foundation
import Model

/// How many builds come, and when.
package struct Demand: Sendable, Equatable {
    static let day = 86_400.0

    /// The mean number of builds a day.
    package var buildsADay: Double
    /// How they fall on the hours; within an hour they come at random, independently of each other (Poisson).
    package var profile: DayProfile
    /// For how many repositories each measured fixture stands: each has a cache of its own on every worker.
    package var repositoriesAFixture: Int

    /// A demand; by default each fixture is one repository.
    package init(buildsADay: Double, profile: DayProfile = .flat, repositoriesAFixture: Int = 1) {
        (self.buildsADay, self.profile, self.repositoriesAFixture) = (buildsADay, profile, repositoriesAFixture)
    }

    /// The mean number of builds a second.
    var rate: Double { buildsADay / Self.day }
}

/// How the builds of a day fall on its hours.
package struct DayProfile: Sendable, Equatable {
    package let name: String
    /// How the rate of each hour, from midnight on, stands to the day's mean rate: 24 numbers whose mean is 1.
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

    /// A day of one office: assumed, not measured. Between 10 and 12 and between 14 and 16 o'clock the rate is twice
    /// the day's mean, at night a fifth of it.
    package static let office = DayProfile(
        name: "office",
        checked: [1, 1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 8, 9, 10, 10, 9, 7, 5, 4, 3, 2, 2, 1])

    /// The busiest hour's rate over the day's mean rate.
    package var peak: Double { weights.max() ?? 1 }
}

extension DayProfile {
    /// Of fewer recorded times than these an hour of the day has too few to be told from chance.
    static let fewestRecorded = 100

    /// A day whose hours are as busy as recorded ones were, by the clocks that the times were written by: all days
    /// alike.
    /// - Throws: `SimulationError`, `badProfile`, where there are fewer than `fewestRecorded`.
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

/// A build on its way. Times are in seconds since the simulation's beginning.
struct Build {
    var arrival: Double
    /// How long it takes alone on a worker that has its repository in the cache.
    var work: Double
    /// Its repository, from 0.
    var repository: Int32
    /// Its fixture, from 0.
    var fixture: Int32
    var isCounted: Bool
    /// By how many bytes it grows the disk of a worker that has its repository in the cache.
    var growth = 0.0
}

/// Where builds come from, in the order of their arrival.
protocol BuildSource {
    /// The next build; nil when no more come.
    mutating func next() -> Build?
}

/// Arrivals that are independent of each other, at a rate that changes with the hour: each takes the same step of
/// expected arrivals, however long that is by the clock.
///
/// Source: D. Lewis, G. Shedler, "Simulation of nonhomogeneous Poisson processes", Naval Research Logistics 26 (1979),
/// by inversion of the cumulated rate.
struct PoissonArrivals {
    /// Builds a second in each hour of the day.
    private let rates: [Double]
    private var hour = 0
    private var endOfHour = 3600.0
    private var now = 0.0
    private var generator: SeededGenerator

    init(_ demand: Demand, seed: UInt64) {
        rates = demand.profile.weights.map { $0 * demand.rate }
        generator = SeededGenerator(seed: seed, purpose: "arrivals")
    }

    /// When the next build comes, in seconds since midnight of the first day.
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
    /// A number from 0 up to, and without, 1.
    @inline(__always)
    mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number of the exponential distribution with mean 1.
    @inline(__always)
    mutating func exponential() -> Double { -log(1 - uniform()) }

    /// A number from 0 up to, and without, `count`.
    @inline(__always)
    mutating func index(below count: Int) -> Int {
        // The bias is below count / 2³².
        Int(((next() >> 32) &* UInt64(count)) >> 32)
    }
}
