import Housekeeping

/// A collection, planned or done, for programs.
struct CollectionReport: Encodable {
    /// The engine's address.
    var engine: String
    /// The policy's name.
    var policy: String
    /// Its marks as they were given.
    var high: String?
    var low: String?
    /// Whether nothing was to be removed.
    var dryRun: Bool
    /// Whether another collection was at work, so that this one did nothing.
    var otherCollector = false
    /// What was decided; for a collection its first decision.
    var decision: CollectionDecision?
    /// What was done.
    var outcome: CollectionOutcome?
}
