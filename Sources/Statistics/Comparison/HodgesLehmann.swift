/// By how much one sample lies above another: an estimate that a few wild values hardly move, and its interval.
///
/// Source: J. Hodges, E. Lehmann, "Estimates of location based on rank tests", Annals of Mathematical Statistics 34 (1963);
/// intervals: M. Hollander, D. Wolfe, "Nonparametric Statistical Methods", sections 3.3 and 4.3.
public struct HodgesLehmann: Sendable, Equatable {
    /// The estimated shift, in the unit of the values.
    public let shift: Double
    /// The shifts that the rank test does not reject, with the level that is reached, exactly or by the normal
    /// approximation beyond the exact test's limit; nil where the samples are too small for the level asked for, or that is
    /// not within 0…1. Equal values make it cover more, not less: its ranks are those of values without ties, whose sum varies most,
    /// while `MannWhitney` and `SignedRank` count ties exactly. With ties 0 may so be an end of it where their p is small.
    public let interval: Interval?

    /// How far `candidate` lies above `base`: the median of all differences between a value of one and of the other.
    public init(from base: Sample, to candidate: Sample, level: Double = 0.95) {
        let differences = PairwiseDifferences(candidate.sorted, base.sorted)
        let n = base.count
        let m = candidate.count
        shift = differences.median
        let product = Double(n) * Double(m)
        interval = Self.interval(of: differences, level: level) {
            if max(n, m) <= MannWhitney.exactLimit {
                return RankSumDistribution(n, m).probability(atMost:)
            }
            let deviation = (product * Double(n + m + 1) / 12).squareRoot()
            return { Normal.cumulative((Double($0) + 0.5 - product / 2) / deviation) }
        }
    }

    /// How far the differences of pairs lie above 0: the median of the means of all two of them, each with itself too.
    public init(ofPairs differences: Sample, level: Double = 0.95) {
        let averages = WalshAverages(differences.sorted)
        let n = Double(differences.count)
        shift = averages.median
        interval = Self.interval(of: averages, level: level) {
            if differences.count <= SignedRank.exactLimit {
                let distribution = SignedRankDistribution(count: differences.count)
                return { distribution.probability(atMost: Double($0)) }
            }
            let deviation = (n * (n + 1) * (2 * n + 1) / 24).squareRoot()
            return { Normal.cumulative((Double($0) + 0.5 - n * (n + 1) / 4) / deviation) }
        }
    }

    /// From the k-th smallest to the k-th largest, with the largest k for which `2·P(statistic ≤ k − 1) ≤ 1 − level`.
    private static func interval(
        of values: some OrderedPairs, level: Double, distribution: () -> (Int) -> Double
    ) -> Interval? {
        guard level > 0, level < 1 else { return nil }
        let probability = distribution()
        func outside(_ k: Int) -> Double { 2 * probability(k - 1) }
        var low = 0
        var high = (values.count + 1) / 2
        while low < high {
            let middle = (low + high + 1) / 2
            if outside(middle) <= 1 - level { low = middle } else { high = middle - 1 }
        }
        guard low > 0 else { return nil }
        return Interval(
            low: values.ranked(low), high: values.ranked(values.count + 1 - low), level: 1 - outside(low))
    }
}
