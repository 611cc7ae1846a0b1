import Model
import Statistics
import Store

/// A figure of jobs by what was drawn together and so weighs the same: fixture and change class. What weighs nothing is left out.
struct Strata {
    /// Above how many jobs resampling gives way to the normal approximation: by then both agree, and it is instant.
    static let largestResampled = 5000

    private struct Key: Hashable {
        let fixture: String
        let changeClass: ChangeClass
        let weight: Double
    }

    private var groups: [Key: [Double]] = [:]

    /// No jobs.
    init() {}

    /// - Parameter figure: what is looked at of each job; a job that has none is left out.
    init(_ jobs: some Sequence<Job>, of figure: (Job) -> Double?) {
        for job in jobs {
            guard let value = figure(job) else { continue }
            add(value, fixture: job.cell.fixture, changeClass: job.changeClass, weight: job.weight)
        }
    }

    /// Adds a job's figure.
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
        guard let median = Medians.weighted(values(of: ordered), weights: weights(of: ordered)) else { return nil }
        let effective = effectiveCount(of: ordered)
        return Estimate(
            value: median,
            interval: effective >= Double(Estimate.fewestJobs)
                ? interval(of: ordered, effectiveCount: effective, seed: seed)?.range : nil,
            count: count(of: ordered), effectiveCount: effective)
    }

    private typealias Group = (weight: Double, values: [Double])

    private func inOrder() -> [Group] {
        let sorted = groups.sorted {
            ($0.key.fixture, $0.key.changeClass.rawValue, $0.key.weight)
                < ($1.key.fixture, $1.key.changeClass.rawValue, $1.key.weight)
        }
        return sorted.map { (weight: $0.key.weight, values: $0.value) }
    }

    private func count(of groups: [Group]) -> Int { groups.reduce(0) { $0 + $1.values.count } }

    private func values(of groups: [Group]) -> [Double] { groups.flatMap(\.values) }

    private func weights(of groups: [Group]) -> [Double] {
        groups.flatMap { [Double](repeating: $0.weight, count: $0.values.count) }
    }

    /// How many equally weighted jobs carry as much: `(Σw)² / Σw²`.
    ///
    /// Source: L. Kish, "Survey Sampling" (1965), section 11.7.
    private func effectiveCount(of groups: [Group]) -> Double {
        let whole = groups.reduce(0) { $0 + $1.weight * Double($1.values.count) }
        let squares = groups.reduce(0) { $0 + $1.weight * $1.weight * Double($1.values.count) }
        return squares > 0 ? whole * whole / squares : 0
    }

    /// The 95 % interval of the weighted median.
    ///
    /// Of equal weights: between two order statistics, which assumes nothing and covers at least 95 %. Of unequal ones: by
    /// resampling each stratum within itself, or by the normal approximation where the jobs are many.
    private func interval(of groups: [Group], effectiveCount: Double, seed: UInt64) -> Interval? {
        if Set(groups.map(\.weight)).count == 1 { return (try? Sample(values(of: groups)))?.medianInterval() }
        if count(of: groups) > Self.largestResampled {
            return normalInterval(of: groups, effectiveCount: effectiveCount)
        }
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
    private func normalInterval(of groups: [Group], effectiveCount: Double) -> Interval? {
        guard var selection = try? WeightedSelection(values(of: groups), weights: weights(of: groups))
        else { return nil }
        let reach = 1.959964 * 0.5 / effectiveCount.squareRoot()
        let whole = selection.total
        let low = selection.value { $0 / whole >= 0.5 - reach }
        let high = selection.value { $0 / whole >= 0.5 + reach }
        return Interval(low: low, high: high, level: 0.95)
    }
}
