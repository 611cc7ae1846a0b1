/// An interval that covers the true value in a share of repetitions.
public struct Interval: Sendable, Equatable {
    /// The lower end.
    public let low: Double
    /// The upper end.
    public let high: Double
    /// The share of repetitions, as 0.95. Each method says whether this is what was asked for or what was reached.
    public let level: Double

    /// An interval from `low` to `high`.
    public init(low: Double, high: Double, level: Double) {
        self.low = low
        self.high = high
        self.level = level
    }

    /// Whether a value lies in the interval, its ends included.
    public func contains(_ value: Double) -> Bool {
        low <= value && value <= high
    }
}
