/// The overhead of one configuration over all its real fixtures: what the rule judges.
struct PooledOverhead: Sendable, Equatable {
    /// The configuration's name.
    var configuration: String
    /// Median overhead in seconds, weighted to the trace's real proportions; nil where no warm job succeeded.
    var estimate: Estimate?
    /// Weighted median of overhead over wall time, from 0 to 1.
    var share: Double?
    /// What the rule says of this configuration alone.
    var answer: Verdict.Answer
    /// How many more jobs would decide it, where it is undecided and jobs can.
    var jobsNeeded: Int?
}
