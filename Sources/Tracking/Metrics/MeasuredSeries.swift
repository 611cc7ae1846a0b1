import Model

/// The values of one series of a run, in the order in which they were measured.
package struct MeasuredSeries: Sendable, Equatable {
    package let key: SeriesKey
    package let metric: Metric
    // A million jobs can have the same count: until two values differ, only their number is kept.
    private var first = 0.0
    private var same = 0
    private var list: [Double] = []

    /// A series of these values, without those that are not finite.
    package init(key: SeriesKey, metric: Metric, values: [Double]) {
        (self.key, self.metric) = (key, metric)
        for value in values { append(value) }
    }

    package var count: Int { list.isEmpty ? same : list.count }
    package var values: [Double] { list.isEmpty ? [Double](repeating: first, count: same) : list }

    /// The common value of all; nil where two differ, or there is none.
    package var constant: Double? { list.isEmpty && same > 0 ? first : nil }

    mutating func append(_ value: Double) {
        guard value.isFinite else { return }
        if !list.isEmpty {
            list.append(value)
        } else if same == 0 || value == first {
            first = value
            same += 1
        } else {
            list = [Double](repeating: first, count: same)
            list.append(value)
        }
    }
}

/// A metric, and the jobs in which it was measured: the same in every run.
package struct SeriesKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var metric: String
    package var scenario: String
    /// Empty: all of the scenario.
    package var configuration, fixture: String
    /// What the revisions changed; nil: any change.
    package var changeClass: ChangeClass?
    /// Whether the jobs were told to build without the cache.
    package var cold: Bool
    /// The clock of the jobs' commands; nil if the metric does not depend on it.
    package var clock: CommandClock?

    package init(
        metric: String, scenario: String, configuration: String = "", fixture: String = "",
        changeClass: ChangeClass? = nil, cold: Bool = false, clock: CommandClock? = nil
    ) {
        (self.metric, self.scenario, self.configuration, self.fixture) = (metric, scenario, configuration, fixture)
        (self.changeClass, self.cold, self.clock) = (changeClass, cold, clock)
    }

    /// By scenario, fixture, configuration, change class (none first), cold after warm, metric, and clock.
    package static func < (left: SeriesKey, right: SeriesKey) -> Bool {
        if left.cell != right.cell { return left.cell < right.cell }
        if left.changeClass != right.changeClass {
            guard let other = right.changeClass else { return false }
            return left.changeClass.map { $0 < other } ?? true
        }
        if left.cold != right.cold { return right.cold }
        if left.metric != right.metric { return left.metric < right.metric }
        return (left.clock?.rawValue ?? "") < (right.clock?.rawValue ?? "")
    }

    private var cell: (String, String, String) { (scenario, fixture, configuration) }

    /// `build_s of scap, builder=buildkit, source (overhead)`.
    package var description: String { "\(metric) of \(jobs) (\(scenario))" }

    /// The jobs, in words: `scap, builder=buildkit, source`.
    package var jobs: String {
        var parts = [fixture, configuration, changeClass?.rawValue ?? ""].filter { !$0.isEmpty }
        if cold { parts.append("cold") }
        return parts.isEmpty ? "all jobs" : parts.joined(separator: ", ")
    }
}
