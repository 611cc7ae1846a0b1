/// Something that is measured of jobs, and that runs are compared by.
package struct Metric: Sendable, Hashable, Identifiable {
    /// Which way is better.
    package enum Direction: String, Sendable, Codable {
        case lower, higher
        /// It is compared and shown, and never judged.
        case neither
    }

    /// How its values come about, and so how two runs' are compared.
    package enum Kind: String, Sendable, Codable {
        /// A time: noisy, a distribution over jobs.
        case timed
        /// A count that does not depend on how fast the machine is, as hits, requests and bytes.
        case counted
    }

    package enum Source: String, Sendable, Codable {
        /// In the series of points of jobs that has its name.
        case points
        /// In several series of points of jobs: of `provided_build_s.python` the line's id is what stands before the point.
        case families
        /// In the database's own columns: see `MetricColumn`.
        case columns
        /// In no single job: one value a series, the sum over its jobs.
        case total
    }

    /// How exports to CI servers and monitors name it.
    package struct Export: Sendable, Hashable {
        /// Its name without a unit, as `wall`.
        package var name: String
        /// What it is, without a full stop.
        package var words: String

        package init(_ name: String, _ words: String) { (self.name, self.words) = (name, words) }
    }

    /// Its name for programs, as `wall_s`: a metric of `metric_view`, or the name of a series of points.
    package var id: String
    /// Its name for people.
    package var words: String
    /// As `s`, `byte`, `step`.
    package var unit: String
    package var direction: Direction
    /// Where its values stand: no point can pass for a metric that stands elsewhere.
    package var source: Source
    /// Whether a series of nothing but 0 is left out, as of waits where no job had to wait.
    package var hidesZeros: Bool
    /// Whether it measures Plimsoll itself, not what is built: then runs are compared by it only where asked for.
    package var isOfPlimsoll: Bool
    /// nil where exports leave it out.
    package var export: Export?

    package var isTotal: Bool { source == .total }
    package var isColumn: Bool { source == .columns }
    package var kind: Kind { unit == "s" ? .timed : .counted }

    /// - Parameter words: its name for people; without one its id.
    package init(
        _ id: String, _ words: String? = nil, unit: String, _ direction: Direction, source: Source = .points,
        hidesZeros: Bool = false, isOfPlimsoll: Bool = false, export: Export? = nil
    ) {
        (self.id, self.words, self.unit, self.direction) = (id, words ?? id, unit, direction)
        (self.source, self.hidesZeros, self.isOfPlimsoll, self.export) = (source, hidesZeros, isOfPlimsoll, export)
    }

    /// How many jobs failed that should not have.
    package static let failedJobs = Metric("failed_jobs", "failed jobs", unit: "job", .lower, source: .total)

    /// What stands before the kind in the id of a metric of leaks.
    package static let leaksPrefix = "leaks."

    /// How many things of a kind, as `container`, a scenario's jobs left behind.
    package static func leaks(kind: String) -> Metric {
        Metric(leaksPrefix + kind, "leaks (\(kind.replacing("_", with: " ")))", unit: "object", .lower, source: .total)
    }
}
