import Model
import Statistics

/// Whether comparisons keep quiet where nothing differs: the same jobs under two names, beside each other, and dealt out again many
/// times.
public struct SamenessCheck: Sendable {
    /// The two names beside each other.
    public let comparison: Comparison
    /// How many times the jobs were dealt out again.
    public let splits: Int
    /// In how many of these anything was found better or worse, after correction for all that was tested.
    public let alarms: Int

    /// - Parameters:
    ///   - splits: how many times jobs are dealt out again, at least once.
    ///   - seed: draws how they are; the same seed gives the same result.
    init(_ first: MeasuredRun, _ second: MeasuredRun, terms: ComparisonTerms, splits: Int, seed: UInt64) {
        comparison = Comparison.make(base: first, candidate: second, terms: terms)
        let resplit = Resplit(first, second)
        var generator = SeededGenerator(seed: seed, purpose: "self-check: splits")
        var alarms = 0
        for _ in 0..<max(splits, 1) {
            let (base, candidate) = resplit.draw(&generator)
            if Comparison.make(base: base, candidate: candidate, terms: terms).outcome != .unchanged { alarms += 1 }
        }
        self.splits = max(splits, 1)
        self.alarms = alarms
    }

    /// The share of false alarms.
    public var rate: Double { Double(alarms) / Double(splits) }

    /// Where the rate lies that so many alarms of so many splits stand for, at 95 %: how exactly it was counted.
    ///
    /// Source: E. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American Statistical
    /// Association 22 (1927).
    public var interval: Interval {
        let z = 1.959964
        let count = Double(splits)
        let middle = (rate + z * z / (2 * count)) / (1 + z * z / count)
        let variance = rate * (1 - rate) / count + z * z / (4 * count * count)
        let reach = z * variance.squareRoot() / (1 + z * z / count)
        return Interval(low: max(0, middle - reach), high: min(1, middle + reach), level: 0.95)
    }

    /// Whether nothing was found between the two names, and false alarms are no more frequent than the level, as exactly as they were
    /// counted.
    public var holds: Bool { comparison.outcome == .unchanged && interval.low <= comparison.terms.level }
}
