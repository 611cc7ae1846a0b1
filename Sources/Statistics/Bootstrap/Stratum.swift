/// Part of a population that was sampled by itself, as the jobs of one change class.
public struct Stratum: Sendable, Equatable {
    /// Its values.
    public let sample: Sample
    /// How much each of its values counts: its share of the population over its number of values, in any unit.
    public let weight: Double

    /// - Throws: `badWeight` when the weight is not a finite number above 0.
    public init(_ sample: Sample, weight: Double) throws(StatisticsError) {
        if !(weight.isFinite && weight > 0) { throw .badWeight(index: 0) }
        self.sample = sample
        self.weight = weight
    }
}
