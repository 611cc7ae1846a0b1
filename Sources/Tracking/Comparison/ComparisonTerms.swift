/// The rules by which two runs are compared, fixed before they are looked at.
public struct ComparisonTerms: Sendable, Equatable {
    /// How likely a comparison of two like runs may be to alarm at all, over all of its series together.
    public var level = 0.01
    /// The level of the intervals of single series.
    public var intervalLevel = 0.95
    /// How much of the base's median a time must move by to count, where there is no history.
    public var timedThreshold = 0.05
    /// The same of a count that varies from job to job.
    public var countedThreshold = 0.01
    /// How many earlier runs make a history.
    public var leastHistory = 5
    /// By how many standard deviations between runs a median must move to count, where there is a history.
    public var deviations = 3.0
    /// How much of the base's median must move even where the history is quieter.
    public var leastThreshold = 0.01
    /// By how many seconds a time must move at least, however short it is.
    public var leastSeconds = 0.001
    /// How many values a side are looked at: of more, so many evenly spaced ones in order of size stand for them, which makes
    /// intervals wider and claims rarer, never the reverse.
    public var mostValues = 4096

    /// The default rules.
    public init() {}

    /// The same rules with another level or other fixed thresholds.
    public init(level: Double, timedThreshold: Double = 0.05, countedThreshold: Double = 0.01) {
        self.level = level
        self.timedThreshold = timedThreshold
        self.countedThreshold = countedThreshold
    }
}
