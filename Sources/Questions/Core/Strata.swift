import Model
import Statistics
import Store

/// A figure of jobs by what was drawn together and so weighs the same: fixture and change class. What weighs nothing is left out.
struct Strata {
    /// Above how many jobs resampling gives way to the normal approximation: by then both agree, and it is instant.
    static let largestResampled = 5000

    struct Key: Hashable, Comparable {
        let fixture: String
        let changeClass: ChangeClass
        let weight: Double

        static func < (left: Key, right: Key) -> Bool {
            (left.fixture, left.changeClass.rawValue, left.weight)
                < (right.fixture, right.changeClass.rawValue, right.weight)
        }
    }

    private var groups: [Key: [Double]] = [:]

    init() {}

    /// - Parameter figure: what is looked at of each job; a job that has none is left out.
    init(_ jobs: some Sequence<Job>, of figure: (Job) -> Double?) {
        for job in jobs {
            guard let value = figure(job) else { continue }
            add(value, fixture: job.cell.fixture, changeClass: job.changeClass, weight: job.weight)
        }
    }

    mutating func add(_ value: Double, fixture: String, changeClass: ChangeClass, weight: Double) {
        guard weight > 0 else { return }
        groups[Key(fixture: fixture, changeClass: changeClass, weight: weight), default: []].append(value)
    }

    /// The jobs of a change class.
    func only(_ changeClass: ChangeClass) -> Strata {
        var strata = Strata()
        strata.groups = groups.filter { $0.key.changeClass == changeClass }
        return strata
    }

    /// The weighted median with its 95 % interval; nil where there is no job.
    ///
    /// - Parameter seed: the run's, so that resampling gives the same interval every time.
    func estimate(seed: UInt64) -> Estimate? {
        let ordered = inOrder()
        let values = ordered.flatMap(\.values)
        let weights = ordered.flatMap { [Double](repeating: $0.weight, count: $0.values.count) }
        guard let median = Medians.weighted(values, weights: weights) else { return nil }
        let effective = effectiveCount(of: ordered)
        // Of equal weights between two order statistics, which assumes nothing and covers at least 95 %.
        func interval() -> Interval? {
            if Set(ordered.map(\.weight)).count == 1 { return (try? Sample(values))?.medianInterval() }
            return values.count > Self.largestResampled
                ? normalInterval(of: values, weights: weights, effectiveCount: effective)
                : resampledInterval(of: ordered, seed: seed)
        }
        return Estimate(
            value: median, interval: effective >= Double(Estimate.fewestJobs) ? interval()?.range : nil,
            count: values.count, effectiveCount: effective)
    }

    private typealias Group = (weight: Double, values: [Double])

    private func inOrder() -> [Group] {
        groups.sorted { $0.key < $1.key }.map { (weight: $0.key.weight, values: $0.value) }
    }

    /// How many equally weighted jobs carry as much: `(Σw)² / Σw²`.
    ///
    /// Source: L. Kish, "Survey Sampling" (1965), section 11.7.
    private func effectiveCount(of groups: [Group]) -> Double {
        let whole = groups.reduce(0) { $0 + $1.weight * Double($1.values.count) }
        let squares = groups.reduce(0) { $0 + $1.weight * $1.weight * Double($1.values.count) }
        return squares > 0 ? whole * whole / squares : 0
    }

    /// Each stratum resampled within itself.
    private func resampledInterval(of groups: [Group], seed: UInt64) -> Interval? {
        let strata = groups.compactMap { group in
            (try? Sample(group.values)).flatMap { try? Stratum($0, weight: group.weight) }
        }
        var generator = SeededGenerator(seed: seed, purpose: "interval of the median overhead")
        return Bootstrap(resamples: 4000).weightedMedianInterval(of: strata, using: &generator)
    }

    /// Where the cumulated weight passes one half less, and plus, 1.96 standard errors of a weighted share.
    ///
    /// Source: R. Woodruff, "Confidence intervals for medians and other position measures", Journal of the American
    /// Statistical Association 47 (1952).
    private func normalInterval(of values: [Double], weights: [Double], effectiveCount: Double) -> Interval? {
        guard var selection = try? WeightedSelection(values, weights: weights) else { return nil }
        let reach = 1.959964 * 0.5 / effectiveCount.squareRoot()
        let whole = selection.total
        let low = selection.value { $0 / whole >= 0.5 - reach }
        let high = selection.value { $0 / whole >= 0.5 + reach }
        return Interval(low: low, high: high, level: 0.95)
    }
}
