/// How the builds of a day fall on its hours.
public struct DayProfile: Sendable, Equatable {
    /// What it is called.
    public let name: String
    /// How the rate of each hour, from midnight on, stands to the day's mean rate: 24 numbers whose mean is 1.
    public let weights: [Double]

    /// A profile of 24 weights in any unit, of which at least one is above 0.
    ///
    /// - Throws: `SimulationError`, `badProfile`.
    public init(name: String, weights: [Double]) throws(SimulationError) {
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

    /// Every hour alike.
    public static let flat = DayProfile(name: "flat", checked: [Double](repeating: 1, count: 24))

    /// A day of one office: assumed, not measured. Between 10 and 12 and between 14 and 16 o'clock the rate is twice the day's
    /// mean, at night a fifth of it.
    public static let office = DayProfile(
        name: "office",
        checked: [1, 1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 8, 9, 10, 10, 9, 7, 5, 4, 3, 2, 2, 1])

    /// The busiest hour's rate over the day's mean rate.
    public var peak: Double { weights.max() ?? 1 }
}
