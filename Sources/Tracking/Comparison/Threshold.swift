/// By how much a series must move to count.
public struct Threshold: Sendable, Equatable {
    /// Where it comes from.
    public enum Source: Sendable, Equatable {
        /// A share of the base's median that was fixed beforehand.
        case fixed
        /// The series' own noise from run to run, over so many earlier runs.
        case history(runs: Int)
        /// None: the series is the same from job to job, or a total, and any change counts.
        case exact
    }

    /// The change in the unit of the series, at least 0: a change must reach it to count.
    public var shift: Double
    /// Where it comes from.
    public var source: Source

    /// A threshold of these parts.
    public init(shift: Double, source: Source) {
        self.shift = shift
        self.source = source
    }
}
