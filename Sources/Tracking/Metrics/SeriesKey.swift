import Model

/// What a series of values is of: a metric, and the jobs that it was measured in. The same in every run, so that runs can be
/// compared by it.
public struct SeriesKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The metric's id.
    public var metric: String
    /// The scenario's name.
    public var scenario: String
    /// The configuration's name; empty: all of the scenario.
    public var configuration: String
    /// The fixture's name; empty: all of the scenario.
    public var fixture: String
    /// What the revisions changed; nil: whatever it was.
    public var changeClass: ChangeClass?
    /// Whether the jobs were told to build without the cache.
    public var cold: Bool

    /// A key of these parts.
    public init(
        metric: String, scenario: String, configuration: String = "", fixture: String = "",
        changeClass: ChangeClass? = nil, cold: Bool = false
    ) {
        self.metric = metric
        self.scenario = scenario
        self.configuration = configuration
        self.fixture = fixture
        self.changeClass = changeClass
        self.cold = cold
    }

    /// By scenario, fixture, configuration, change class, cold after warm, and metric.
    public static func < (left: SeriesKey, right: SeriesKey) -> Bool {
        if left.scenario != right.scenario { return left.scenario < right.scenario }
        if left.fixture != right.fixture { return left.fixture < right.fixture }
        if left.configuration != right.configuration { return left.configuration < right.configuration }
        if left.changeClass != right.changeClass {
            guard let first = left.changeClass else { return true }
            guard let second = right.changeClass else { return false }
            return first < second
        }
        if left.cold != right.cold { return right.cold }
        return left.metric < right.metric
    }

    /// `build_s of scap, builder=buildkit, source (overhead)`.
    public var description: String { "\(metric) of \(jobs) (\(scenario))" }

    /// The jobs, in words: `scap, builder=buildkit, source`.
    public var jobs: String {
        var parts = [fixture, configuration, changeClass?.rawValue ?? ""].filter { !$0.isEmpty }
        if cold { parts.append("cold") }
        return parts.isEmpty ? "all jobs" : parts.joined(separator: ", ")
    }
}
