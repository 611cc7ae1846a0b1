import Records
import Statistics

/// A figure of jobs by what was drawn together and so weighs the same: fixture and change class.
struct Strata {
    /// Above how many jobs resampling gives way to the normal approximation: by then both agree, and it is instant.
    static let largestResampled = 5000

    private struct Key: Hashable {
        let fixture: String
        let changeClass: ChangeClass
        let weight: Double
    }

    private let strata: [Stratum]

    /// - Parameter figure: what is looked at of each job; a job that has none is left out.
    init(_ jobs: [Observation], of figure: (Observation) -> Double? = { $0.overhead }) {
        let groups = Dictionary(grouping: jobs) {
            Key(fixture: $0.series.fixture, changeClass: $0.changeClass, weight: $0.weight)
        }
        let ordered = groups.sorted {
            ($0.key.fixture, $0.key.changeClass.rawValue, $0.key.weight)
                < ($1.key.fixture, $1.key.changeClass.rawValue, $1.key.weight)
        }
        strata = ordered.compactMap { key, jobs in
            guard let sample = try? Sample(jobs.compactMap(figure)) else { return nil }
            return try? Stratum(sample, weight: key.weight)
        }
    }

    private var count: Int { strata.reduce(0) { $0 + $1.sample.count } }

    /// How many equally weighted jobs carry as much: `(Σw)² / Σw²`.
    ///
    /// Source: L. Kish, "Survey Sampling" (1965), section 11.7.
    var effectiveCount: Double {
        let whole = strata.reduce(0) { $0 + $1.weight * Double($1.sample.count) }
        let squares = strata.reduce(0) { $0 + $1.weight * $1.weight * Double($1.sample.count) }
        return squares > 0 ? whole * whole / squares : 0
    }

    /// The 95 % interval of the weighted median.
    ///
    /// Of equal weights: between two order statistics, which assumes nothing and covers at least 95 %. Of unequal ones: by
    /// resampling each stratum within itself, or by the normal approximation where the jobs are many.
    func interval(seed: UInt64) -> Interval? {
        let weights = Set(strata.map(\.weight))
        if weights.count == 1 { return (try? Sample(strata.flatMap(\.sample.values)))?.medianInterval() }
        if count > Self.largestResampled { return normalInterval() }
        var generator = SeededGenerator(seed: seed, purpose: "interval of the median overhead")
        return Bootstrap(resamples: 4000).weightedMedianInterval(of: strata, using: &generator)
    }

    /// Where the cumulated weight passes one half less, and plus, 1.96 standard errors of a weighted share.
    ///
    /// Source: R. Woodruff, "Confidence intervals for medians and other position measures", Journal of the American
    /// Statistical Association 47 (1952).
    private func normalInterval() -> Interval? {
        let values = strata.flatMap(\.sample.values)
        let weights = strata.flatMap { [Double](repeating: $0.weight, count: $0.sample.count) }
        guard let sample = try? WeightedSample(values, weights: weights) else { return nil }
        let reach = 1.959964 * 0.5 / effectiveCount.squareRoot()
        let whole = sample.weights.reduce(0, +)
        var cumulated = 0.0
        var low: Double?
        for (value, weight) in zip(sample.sorted, sample.weights) {
            cumulated += weight / whole
            if low == nil, cumulated >= 0.5 - reach { low = value }
            if let low, cumulated >= 0.5 + reach { return Interval(low: low, high: value, level: 0.95) }
        }
        return nil
    }
}
