/// How much of a scenario is run: `quick` for a first answer, `full` for one to rely on.
public struct ScenarioProfile: Codable, Sendable, Hashable {
    /// What `--profile` calls it.
    public var name: String
    /// How many changes of each fixture's trace are replayed, after the state that it starts from.
    public var changes: Int
    /// How many jobs of each fixture and configuration are paired with the scenario's reference, besides the trace.
    public var pairs: Int
    /// How many jobs of each fixture and configuration build without the cache, besides the trace.
    public var cold: Int
    /// How often, at the end, each kind of base image is updated, and every fixture and configuration built upon it; nil as 0, so
    /// that a scenario that says nothing of it keeps its identity.
    public var baseUpdates: Int?
    /// Where executors are varied: how many jobs each level has, or thrice its executors where that is more; nil otherwise.
    public var jobs: Int?
    /// The same of levels whose jobs arrive by themselves, where these have more or fewer: their waits vary far more than times do.
    public var openJobs: Int?
    /// Where executors are varied: how often all levels are gone through; nil otherwise.
    public var repeats: Int?

    /// A profile; without further arguments of the trace alone.
    public init(
        name: String, changes: Int, pairs: Int = 0, cold: Int = 0, baseUpdates: Int? = nil, jobs: Int? = nil,
        openJobs: Int? = nil, repeats: Int? = nil
    ) {
        self.jobs = jobs
        self.openJobs = openJobs
        self.repeats = repeats
        self.name = name
        self.changes = changes
        self.pairs = pairs
        self.cold = cold
        self.baseUpdates = baseUpdates
    }
}
