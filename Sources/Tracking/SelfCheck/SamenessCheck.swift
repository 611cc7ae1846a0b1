import Model
import Statistics

/// Whether comparisons stay silent where nothing differs: equal jobs under two names, and split many times at random.
package struct SamenessCheck: Sendable {
    package let comparison: Comparison
    package let splits: Int
    /// In how many splits anything was found better or worse, after correction for all tests.
    package let alarms: Int

    init(_ first: MeasuredRun, _ second: MeasuredRun, terms: ComparisonTerms, splits: Int, seed: UInt64) {
        comparison = Comparison.make(base: first, candidate: second, terms: terms)
        let resplit = Resplit(first, second)
        var generator = SeededGenerator(seed: seed, purpose: "self-check: splits")
        self.splits = max(splits, 1)
        alarms = (0..<self.splits).count { _ in
            let (base, candidate) = resplit.draw(&generator)
            return Comparison.make(base: base, candidate: candidate, terms: terms).outcome != .unchanged
        }
    }

    package var rate: Double { Double(alarms) / Double(splits) }

    /// The 95 % confidence interval of the rate, given the numbers of alarms and splits.
    package var interval: Interval { Proportion(alarms, of: splits).interval }

    /// Whether the two names do not differ, and the interval of the false-alarm rate does not lie above the level.
    package var holds: Bool { comparison.outcome == .unchanged && interval.low <= comparison.terms.level }
}

/// The jobs of two parts without a difference, split again at random: any difference found is a false alarm.
///
/// Whole jobs are moved: all figures of a job go to the same side.
struct Resplit {
    /// Jobs whose figures have the same order in all of their series.
    private struct Jobs: Hashable {
        let key: SeriesKey
        let first, second: Int
    }

    private struct Pooled {
        let series: MeasuredSeries
        let values: [Double]
        let jobs: Int
    }

    private let first, second: MeasuredRun
    private var pooled: [Pooled] = []
    private var groups: [Jobs] = []

    /// Totals, which have one value per side, stay as they are.
    init(_ first: MeasuredRun, _ second: MeasuredRun) {
        (self.first, self.second) = (first, second)
        var places: [Jobs: Int] = [:]
        for key in first.series.keys.sorted() {
            guard let one = first.series[key], let other = second.series[key], !one.metric.isTotal else { continue }
            var group = key
            group.metric = ""
            let jobs = Jobs(key: group, first: one.count, second: other.count)
            let place = places[jobs] ?? groups.count
            if place == groups.count {
                places[jobs] = place
                groups.append(jobs)
            }
            pooled.append(Pooled(series: one, values: one.values + other.values, jobs: place))
        }
    }

    /// Two parts of the same sizes as before, of jobs drawn at random.
    func draw(_ generator: inout SeededGenerator) -> (MeasuredRun, MeasuredRun) {
        let orders = groups.map { Array(0..<$0.first + $0.second).shuffled(using: &generator) }
        var sides: (first: [MeasuredSeries], second: [MeasuredSeries]) = ([], [])
        for one in pooled {
            let values = orders[one.jobs].map { one.values[$0] }
            let cut = groups[one.jobs].first
            let (key, metric) = (one.series.key, one.series.metric)
            sides.first.append(MeasuredSeries(key: key, metric: metric, values: Array(values[..<cut])))
            sides.second.append(MeasuredSeries(key: key, metric: metric, values: Array(values[cut...])))
        }
        return (MeasuredRun(run: first.run, series: sides.first), MeasuredRun(run: second.run, series: sides.second))
    }
}
