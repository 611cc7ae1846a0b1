import Model

/// Arrivals that are independent of each other, at a rate that changes with the hour: each takes the same step of expected
/// arrivals, however long that is by the clock.
///
/// Source: D. Lewis, G. Shedler, "Simulation of nonhomogeneous Poisson processes", Naval Research Logistics 26 (1979), by
/// inversion of the cumulated rate.
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
