import Model
import Statistics

/// By how much a disk grows a build, in bytes, and how sure that is.
struct GrowthEstimate: Sendable, Equatable {
    /// Above how many increments resampling gives way to the normal approximation: by then both agree, and it is instant.
    static let largestResampled = 5000

    /// The (weighted) mean: disks fill by sums, so that the mean counts and not the median.
    var mean: Double
    /// Its 95 % interval; nil where the builds are too few, and where none differed from the others of its kind. They do not tell how
    /// much a rare build would add to the mean.
    var interval: ClosedRange<Double>?
    /// How many builds it rests on.
    var count: Int

    /// An estimate.
    init(mean: Double, interval: ClosedRange<Double>?, count: Int) {
        self.mean = mean
        self.interval = interval
        self.count = count
    }

    /// The weighted mean of increments, resampled within each kind of job: how often each kind stands in a trace was chosen,
    /// not drawn. Increments that weigh nothing do not count; nil where none does.
    ///
    /// - Parameter seed: the run's, so that resampling gives the same interval every time.
    init?(weighted increments: [DiskIncrement], seed: UInt64) {
        self.init(strata: Self.strata(increments.filter { $0.weight > 0 }, weight: \.weight), seed: seed)
    }

    /// The plain mean of increments; nil where there is none.
    init?(_ increments: [DiskIncrement], seed: UInt64) {
        self.init(strata: Self.strata(increments) { _ in 1 }, seed: seed)
    }

    private init?(strata: [Stratum], seed: UInt64) {
        guard let mean = strata.weightedMean else { return nil }
        self.mean = mean
        count = strata.reduce(0) { $0 + $1.sample.count }
        let found = count >= Estimate.fewestJobs ? Self.interval(of: strata, mean: mean, count: count, seed: seed) : nil
        interval = found.flatMap { $0.isWithoutWidth ? nil : $0 }
    }

    private static func interval(
        of strata: [Stratum], mean: Double, count: Int, seed: UInt64
    ) -> ClosedRange<Double>? {
        if count > largestResampled {
            guard let error = strata.standardErrorOfWeightedMean else { return nil }
            return mean - 1.959964 * error...mean + 1.959964 * error
        }
        var generator = SeededGenerator(seed: seed, purpose: "interval of the mean growth")
        return Bootstrap(resamples: 4000).weightedMeanInterval(of: strata, using: &generator)?.range
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

extension DiskIncrement.Kind: Comparable {
    /// By series, then by class, builds without the cache last.
    static func < (left: Self, right: Self) -> Bool {
        (left.series, left.changeClass, left.cold ? 1 : 0) < (right.series, right.changeClass, right.cold ? 1 : 0)
    }
}
