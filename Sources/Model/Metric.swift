/// A measurement of jobs by which runs are compared: its meaning, unit and direction.
package struct Metric: Sendable, Hashable, Identifiable {
    /// Which way is better.
    package enum Direction: String, Sendable, Codable {
        /// E.g. times and leaks.
        case lower
        /// E.g. hits.
        case higher
        /// It is compared and shown, but never judged.
        case neither
    }

    /// How its values arise, and so how two runs are compared.
    package enum Kind: String, Sendable, Codable {
        /// A time: noisy, a distribution over jobs.
        case timed
        /// A count that does not depend on the machine's speed, e.g. hits, requests and bytes.
        case counted
    }

    /// Its name in exports to CI servers and monitors.
    package struct Export: Sendable, Hashable {
        /// Without a unit, e.g. `wall`.
        package var name: String
        /// Its meaning, without a full stop.
        package var words: String

        package init(_ name: String, _ words: String) {
            self.name = name
            self.words = words
        }
    }

    /// The name for programs, e.g. `wall_s`: a metric of `metric_view`, or the name of a series of points.
    package var id: String
    /// The name for people.
    package var words: String
    /// E.g. `s`, `byte`, `step`.
    package var unit: String
    package var direction: Direction
    /// Whether it has one value per series, the sum over its jobs, e.g. failed jobs and leaks.
    package var isTotal: Bool
    /// Whether a series of zeros only is left out, e.g. waits if no job had to wait.
    package var hidesZeros: Bool
    /// Its name in exports; nil if it is not exported.
    package var export: Export?

    /// A time if its unit is seconds, otherwise a count.
    package var kind: Kind { unit == "s" ? .timed : .counted }

    /// - Parameter words: the name for people; default: its id.
    package init(
        _ id: String, _ words: String? = nil, unit: String, _ direction: Direction, isTotal: Bool = false,
        hidesZeros: Bool = false, export: Export? = nil
    ) {
        self.id = id
        self.words = words ?? id
        self.unit = unit
        self.direction = direction
        self.isTotal = isTotal
        self.hidesZeros = hidesZeros
        self.export = export
    }

    /// How many jobs failed unexpectedly.
    package static let failedJobs = Metric("failed_jobs", "failed jobs", unit: "job", .lower, isTotal: true)

    /// Prefix of the kind in the id of a leak metric.
    package static let leaksPrefix = "leaks."

    /// How many objects of a kind, e.g. `container`, a scenario's jobs left behind.
    package static func leaks(kind: String) -> Metric {
        Metric(
            leaksPrefix + kind, "leaks (\(kind.replacing("_", with: " ")))", unit: "object", .lower, isTotal: true)
    }
}
