/// One builder over all real fixtures: what the rule judges.
struct BuilderComparison: Sendable, Equatable {
    /// The configuration's name without the factor `cache`.
    var configuration: String
    /// Median wall time of a job on the warm engine, in seconds, weighted to the trace's real proportions.
    var warm: Double?
    /// The same on the cold engine with the registry's cache.
    var registry: Double?
    /// The same on the cold engine without a cache.
    var cold: Double?
    /// The median job with the registry's cache over the warm engine's, on the same changes; its count is of pairs.
    var ratio: Estimate?
    /// The same for the cold engine without a cache.
    var coldRatio: Estimate?
    /// The hits with the registry's cache over the warm engine's, on the same changes.
    var hits: Estimate?
    /// What the rule says of this builder alone.
    var answer: Verdict.Answer
    /// How many more changes would decide it, where it is undecided and changes can.
    var jobsNeeded: Int?
}
