import Model

/// The jobs of two parts with nothing between them, dealt out again at random: whatever is then found to differ is a false alarm.
///
/// Whole jobs are dealt: all figures of a job go to the same side.
struct Resplit {
    /// Jobs whose figures stand in the same order in all of their series.
    private struct Jobs: Hashable {
        let key: SeriesKey
        let first: Int
        let second: Int
    }

    private struct Pooled {
        let series: MeasuredSeries
        let values: [Double]
        let jobs: Int
    }

    private let first: MeasuredRun
    private let second: MeasuredRun
    private var pooled: [Pooled] = []
    private var groups: [Jobs] = []

    /// Totals, which have one value a side, stay as they are.
    init(_ first: MeasuredRun, _ second: MeasuredRun) {
        self.first = first
        self.second = second
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
        return (
            MeasuredRun(run: first.run, series: sides.first), MeasuredRun(run: second.run, series: sides.second)
        )
    }
}
