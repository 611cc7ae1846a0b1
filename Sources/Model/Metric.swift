/// Something that is measured of jobs, and that runs are compared by: what it is, in which unit, and which way is worse.
package struct Metric: Sendable, Hashable, Identifiable {
    /// Which way is better.
    package enum Direction: String, Sendable, Codable {
        /// The less the better, as of times and leaks.
        case lower
        /// The more the better, as of hits.
        case higher
        /// Neither: it is compared and shown, and never judged.
        case neither
    }

    /// How its values come about, and so how two runs' are compared.
    package enum Kind: String, Sendable, Codable {
        /// A time: noisy, a distribution over jobs.
        case timed
        /// A count that does not depend on how fast the machine is, as hits, requests and bytes.
        case counted
    }

    /// Where its values stand.
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

        package init(_ name: String, _ words: String) {
            self.name = name
            self.words = words
        }
    }

    /// Its name for programs, as `wall_s`: a metric of `metric_view`, or the name of a series of points.
    package var id: String
    /// Its name for people.
    package var words: String
    /// The unit of its values, as `s`, `byte`, `step`.
    package var unit: String
    /// Which way is better.
    package var direction: Direction
    /// Where its values stand: no point can pass for a metric that stands elsewhere.
    package var source: Source
    /// Whether a series of nothing but 0 is left out, as of waits where no job had to wait.
    package var hidesZeros: Bool
    /// Its name in exports; nil where they leave it out.
    package var export: Export?

    /// Whether a series has one value, the sum over its jobs, as of failed jobs and leaks.
    package var isTotal: Bool { source == .total }

    /// Whether a job's value of it stands in the database's own columns, and not in a point.
    package var isColumn: Bool { source == .columns }

    /// A time where it is in seconds, else a count.
    package var kind: Kind { unit == "s" ? .timed : .counted }

    /// - Parameter words: its name for people; without one its id.
    package init(
        _ id: String, _ words: String? = nil, unit: String, _ direction: Direction, source: Source = .points,
        hidesZeros: Bool = false, export: Export? = nil
    ) {
        self.id = id
        self.words = words ?? id
        self.unit = unit
        self.direction = direction
        self.source = source
        self.hidesZeros = hidesZeros
        self.export = export
    }

    /// The same in the database's own columns.
    var inColumns: Metric {
        var metric = self
        metric.source = .columns
        return metric
    }

    /// How many jobs failed that should not have.
    package static let failedJobs = Metric("failed_jobs", "failed jobs", unit: "job", .lower, source: .total)

    /// What stands before the kind in the id of a metric of leaks.
    package static let leaksPrefix = "leaks."

    /// How many things of a kind, as `container`, a scenario's jobs left behind.
    package static func leaks(kind: String) -> Metric {
        Metric(
            leaksPrefix + kind, "leaks (\(kind.replacing("_", with: " ")))", unit: "object", .lower,
            source: .total)
    }
}
