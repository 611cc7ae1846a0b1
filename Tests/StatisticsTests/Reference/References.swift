import Statistics
import Testing

/// A sample and what is computed of it alone.
struct SampleReference: Sendable, CustomTestStringConvertible {
    let name: String
    let values: [Double]
    let median: Double
    let mean: Double
    let quantiles: [Double]
    let medianAbsoluteDeviation: Double
    let medianInterval95: Interval?
    let medianInterval80: Interval?

    var testDescription: String { name }
}

/// Two independent samples.
struct PairReference: Sendable, CustomTestStringConvertible {
    let name: String
    let first: [Double]
    let second: [Double]
    let u: Double
    let p: Double
    let exact: Bool
    let cliffsDelta: Double
    let shift: Double
    let interval: Interval?

    var testDescription: String { name }
}

/// Differences of pairs.
struct DifferenceReference: Sendable, CustomTestStringConvertible {
    let name: String
    let values: [Double]
    let w: Double
    let p: Double
    let exact: Bool
    let shift: Double
    let interval: Interval?

    var testDescription: String { name }
}

/// A weighted mean over strata of another implementation, with its bootstrap interval.
struct StratifiedMeanReference: Sendable, CustomTestStringConvertible {
    let name: String
    let strata: [(values: [Double], weight: Double)]
    let mean: Double
    let standardError: Double
    let low: Double
    let high: Double

    var testDescription: String { name }
}

/// An interval of a quantile of the values from 1 to `count`; an end that is not there is nil.
struct QuantileIntervalReference: Sendable, CustomTestStringConvertible {
    let count: Int
    let probability: Double
    let low: Double?
    let high: Double?

    var testDescription: String { "\(count) values, \(probability)" }
}

/// Throughput over numbers of executors, and the Universal Scalability Law that fits it.
struct SweepReference: Sendable, CustomTestStringConvertible {
    let name: String
    let numbers: [Double]
    let throughputs: [Double]
    let single: Double
    let contention: Double
    let coherency: Double
    let residual: Double

    var testDescription: String { name }
}

/// A bootstrap interval of another implementation.
struct BootstrapReference: Sendable, CustomTestStringConvertible {
    let sample: String
    let statistic: String
    let method: String
    let low: Double
    let high: Double
    let standardError: Double

    var testDescription: String { "\(statistic) of \(sample), \(method)" }
}

/// p-values of comparisons made at once, and Holm's adjusted ones.
struct HolmReference: Sendable {
    let p: [Double]
    let adjusted: [Double]
}

/// How probably the Mann–Whitney test finds an effect between draws from a base and raised draws from it.
struct PowerReference: Sendable {
    let base: [Double]
    let count: Int
    let effect: Double
    let level: Double
    let power: Double
}

/// Differences of pairs in strata, and their signed-rank test.
struct StratifiedReference: Sendable, CustomTestStringConvertible {
    let name: String
    let strata: [[Double]]
    let w: Double
    let p: Double
    let exact: Bool
    let rankBiserial: Double

    var testDescription: String { name }
}

/// How probably the signed-rank test finds a shift of differences that are drawn from measured ones.
struct PairedPowerReference: Sendable {
    let strata: [[Double]]
    /// In each stratum.
    let pairs: Int
    let shift: Double
    let level: Double
    let power: Double
}
