/// What one figure is about: a fixture in a configuration.
package struct Series: Sendable, Hashable, Comparable {
    /// The fixture's name.
    var fixture: String
    /// The configuration's name, as `builder=buildkit`.
    var configuration: String

    /// Whether it is the no-op fixture: the floor, which counts in no verdict.
    var isFloor: Bool { fixture == "noop" }

    /// By fixture, the floor last, then by configuration.
    package static func < (left: Series, right: Series) -> Bool {
        (left.isFloor ? 1 : 0, left.fixture, left.configuration) < (
            right.isFloor ? 1 : 0, right.fixture, right.configuration
        )
    }
}

extension Series {
    /// The value of a factor in its configuration's name, as `registry` of `cache` in `builder=buildkit,cache=registry`; nil
    /// where the scenario does not vary it.
    func factor(_ name: String) -> String? {
        factors.first { $0.name == name }?.value
    }

    /// The same fixture in the configuration less a factor.
    func without(_ factor: String) -> Series {
        let others = factors.filter { $0.name != factor }.map { "\($0.name)=\($0.value)" }
        return Series(fixture: fixture, configuration: others.joined(separator: ","))
    }

    private var factors: [(name: String, value: String)] {
        configuration.split(separator: ",").map { part in
            let halves = part.split(separator: "=", maxSplits: 1)
            return (String(halves[0]), halves.count > 1 ? String(halves[1]) : "")
        }
    }
}

/// One copy of a series' names for all of its jobs.
final class SharedSeries: Sendable {
    let series: Series

    init(_ series: Series) {
        self.series = series
    }
}

extension SharedSeries: Hashable {
    /// By the names.
    static func == (left: SharedSeries, right: SharedSeries) -> Bool {
        left === right || left.series == right.series
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(series)
    }
}

/// A finite number that may be missing, in the eight bytes of the number: an optional takes sixteen.
struct Known: Sendable, Equatable {
    /// Not a number where it is missing.
    private var raw: Double

    init(_ value: Double? = nil) {
        raw = value ?? .nan
    }

    var value: Double? {
        get { raw.isNaN ? nil : raw }
        set { raw = newValue ?? .nan }
    }

    /// Two that are missing are equal.
    static func == (left: Known, right: Known) -> Bool { left.value == right.value }
}
