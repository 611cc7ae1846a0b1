import Model

/// The bare figures of a job, for what looks at a million of them. Durations are in seconds.
public struct JobOutline: Sendable {
    /// Its id in this database.
    public var id: Int64
    /// Which of the run's kinds of job it is, from 0 in the order in which they come first.
    public var kind: Int
    /// How much it counts when the trace is weighted back to its population.
    public var weight: Double
    /// Its place in the plan.
    public var position: Int
    /// The round of the interleaved order that it belongs to.
    public var round: Int
    /// Whether it only warmed the worker.
    public var warmup: Bool
    /// Whether it was told to build without the cache.
    public var cold: Bool
    /// How it ended.
    public var outcome: Outcome
    /// From its start to the end of its cleanup; nil where it was not cleaned up.
    public var wall: Double?
    /// How long its own command ran.
    public var command: Double?
    /// Its phases; nil where one was not entered.
    public var context, build, run, artifacts, cleanup: Double?
    /// What Plimsoll itself cost.
    public var own: OwnCost
    /// The same command without an engine.
    public var direct: DirectRecord?
    /// How its build's steps fared.
    public var steps: StepCounts
    /// Why it did not succeed.
    public var failure: String?
}
