/// The overhead of one configuration over all its real fixtures: what the rule judges.
public struct PooledOverhead: Sendable, Equatable {
    /// The configuration's name.
    public var configuration: String
    /// Median overhead in seconds, weighted to the trace's real proportions; nil where no warm job succeeded.
    public var estimate: Estimate?
    /// Weighted median of overhead over wall time, from 0 to 1.
    public var share: Double?
    /// What the rule says of this configuration alone.
    public var answer: Verdict.Answer
    /// How many more jobs would decide it, where it is undecided and jobs can.
    public var jobsNeeded: Int?
}
