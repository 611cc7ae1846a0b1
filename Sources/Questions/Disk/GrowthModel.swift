import Model
import Statistics

/// By how much a disk grows a build, in bytes, and how sure that is.
struct GrowthEstimate: Sendable, Equatable {
    /// The (weighted) mean: disks fill by sums, so that the mean counts and not the median.
    var mean: Double
    /// Its 95 % interval; nil where the builds are too few, and where none differed from the others of its kind. They do not tell how
    /// much a rare build would add to the mean.
    var interval: ClosedRange<Double>?
    var count: Int
}

extension GrowthEstimate {
    /// The weighted mean of increments, resampled within each kind of job: how often each kind stands in a trace was chosen,
    /// not drawn. Increments that weigh nothing do not count; nil where none does.
    init?(weighted increments: [DiskIncrement], seed: UInt64) {
        self.init(strata: Self.strata(increments.filter { $0.weight > 0 }, weight: \.weight), seed: seed)
    }

    /// The plain mean of increments; nil where there is none.
    init?(_ increments: [DiskIncrement], seed: UInt64) {
        self.init(strata: Self.strata(increments) { _ in 1 }, seed: seed)
    }

    /// The plain mean of growths of one kind, in bytes; nil where there is none.
    init?(ofOneKind growths: [Double], seed: UInt64) {
        guard let sample = try? Sample(growths), let stratum = try? Stratum(sample, weight: 1) else { return nil }
        self.init(strata: [stratum], seed: seed)
    }

    private init?(strata: [Stratum], seed: UInt64) {
        guard let mean = strata.weightedMean else { return nil }
        let count = strata.reduce(0) { $0 + $1.sample.count }
        var interval: ClosedRange<Double>?
        if count > Strata.largestResampled {
            interval = strata.standardErrorOfWeightedMean.map { mean - 1.959964 * $0...mean + 1.959964 * $0 }
        } else if count >= Estimate.fewestJobs {
            var generator = SeededGenerator(seed: seed, purpose: "interval of the mean growth")
            interval = Bootstrap(resamples: 4000).weightedMeanInterval(of: strata, using: &generator)?.range
        }
        self.init(mean: mean, interval: interval.flatMap { $0.isWithoutWidth ? nil : $0 }, count: count)
    }

    private static func strata(_ increments: [DiskIncrement], weight: (DiskIncrement) -> Double) -> [Stratum] {
        struct Key: Hashable {
            let kind: DiskIncrement.Kind
            let weight: Double
        }
        let groups = Dictionary(grouping: increments) { Key(kind: $0.kind, weight: weight($0)) }
        return groups.sorted { ($0.key.kind, $0.key.weight) < ($1.key.kind, $1.key.weight) }.compactMap { key, group in
            (try? Sample(group.map(\.bytes))).flatMap { try? Stratum($0, weight: key.weight) }
        }
    }
}

/// A model of how a disk fills: every job of a kind grows it by the mean of its kind.
struct GrowthModel: Sendable, Equatable {
    private let byKind: [DiskIncrement.Kind: Double]
    private let byClass: [ChangeClass: Double]
    private let overall: Double

    init?(fitting increments: [DiskIncrement]) {
        guard !increments.isEmpty else { return nil }
        func mean(_ group: [DiskIncrement]) -> Double { group.reduce(0) { $0 + $1.bytes } / Double(group.count) }
        byKind = Dictionary(grouping: increments, by: \.kind).mapValues(mean)
        byClass = Dictionary(grouping: increments, by: \.cell.changeClass).mapValues(mean)
        overall = mean(increments)
    }

    /// The growth that a job of a kind is expected to bring, in bytes; of a kind that was not measured, as jobs whose
    /// revisions changed the same, or as all.
    func growth(of kind: DiskIncrement.Kind) -> Double { byKind[kind] ?? byClass[kind.changeClass] ?? overall }
}

/// How well a model of the first two thirds of a trace predicts the last third. Sizes are in bytes.
struct GrowthCheck: Sendable, Equatable {
    /// The fewest increments that can be divided into something to fit and something to judge.
    static let fewestIncrements = 9

    /// How many increments the model was fitted on.
    var fitted: Int
    /// How many it was judged on.
    var judged: Int
    var actual = 0.0
    /// The growth over those as the model predicted it.
    var predicted = 0.0
    /// The mean distance between the disk's level and the predicted one, over the samples of the last third.
    var meanError: Double
    /// All that was made or removed in the last third: the sum of its increments without their signs.
    var moved = 0.0

    /// By how much the model is wrong at the end: above 0 where it predicted too much.
    var error: Double { predicted - actual }
    /// The error as a share of the actual growth; nil where the disk did not grow.
    var relativeError: Double? { actual == 0 ? nil : error / abs(actual) }

    /// Fits the first two thirds of increments, in their order, and judges the last; nil where they are too few.
    init?(_ increments: [DiskIncrement]) {
        fitted = increments.count * 2 / 3
        judged = increments.count - fitted
        guard increments.count >= Self.fewestIncrements, let model = GrowthModel(fitting: Array(increments[..<fitted]))
        else { return nil }
        var distance = 0.0
        for increment in increments[fitted...] {
            actual += increment.bytes
            predicted += model.growth(of: increment.kind)
            distance += abs(predicted - actual)
            moved += abs(increment.bytes)
        }
        meanError = distance / Double(judged)
    }
}
