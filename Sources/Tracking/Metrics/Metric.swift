/// Something that runs are compared by: what it is, in which unit, and which way is worse.
public struct Metric: Sendable, Hashable, Identifiable {
    /// Which way is better.
    public enum Direction: String, Sendable, Codable {
        /// The less the better, as of times and leaks.
        case lower
        /// The more the better, as of hits.
        case higher
        /// Neither: it is compared and shown, and never judged.
        case neither
    }

    /// How its values come about, and so how two runs' are compared.
    public enum Kind: String, Sendable, Codable {
        /// A time: noisy, a distribution over jobs.
        case timed
        /// A count that does not depend on how fast the machine is, as hits, requests and bytes.
        case counted
    }

    /// Its name for programs, as `wall_s`: a column of a view, or the name of a series of points.
    public var id: String
    /// Its name for people.
    public var words: String
    /// The unit of its values, as `s`, `byte`, `step`.
    public var unit: String
    /// Which way is better.
    public var direction: Direction
    /// How its values come about.
    public var kind: Kind
    /// Whether a series has one value, the sum over its jobs, as of failed jobs and leaks.
    public var isTotal: Bool

    /// A metric of these parts.
    public init(
        id: String, words: String, unit: String, direction: Direction, kind: Kind, isTotal: Bool = false
    ) {
        self.id = id
        self.words = words
        self.unit = unit
        self.direction = direction
        self.kind = kind
        self.isTotal = isTotal
    }

    /// What a change by a shift other than 0 is.
    func verdict(on shift: Double) -> SeriesComparison.Verdict {
        switch direction {
        case .lower: shift > 0 ? .worse : .better
        case .higher: shift > 0 ? .better : .worse
        case .neither: .unjudged
        }
    }
}
