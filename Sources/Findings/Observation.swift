import Records

/// One job, reduced to what the analysis looks at. All durations are in seconds.
public struct Observation: Sendable {
    /// Its fixture and configuration.
    public var series: Series
    /// What its revision changed.
    public var changeClass: ChangeClass
    /// How much it counts when the trace is weighted back to its population.
    public var weight: Double
    /// Its place in the plan.
    public var position: Int
    /// The round of the interleaved order that it belongs to: jobs of one round, of the trace, built the same change.
    public var round: Int
    /// Whether it only warmed the worker.
    public var warmup: Bool
    /// Whether it was told to build without the cache.
    public var cold: Bool
    /// How it ended.
    public var outcome: Outcome
    /// From its start to the end of its cleanup; nil when it was killed before.
    public var wall: Double?
    /// How long its own command ran.
    public var command: Double?
    /// The phases that were entered.
    public var phases: [Phase: Double]
    /// The same command without an engine.
    public var direct: DirectRecord?
    /// What Plimsoll itself cost.
    public var own: OwnCost
    /// How many of its build steps can come from the cache.
    public var cacheableSteps: Int
    /// How many of those did.
    public var cachedSteps: Int
    /// Why it did not succeed, in the words of the engine or the command.
    public var failure: String?

    /// What a job's record holds for the analysis.
    public init(_ job: JobRecord) {
        let cacheable = job.steps.filter(\.cacheable)
        self.init(
            job, cacheableSteps: cacheable.count, cachedSteps: cacheable.count(where: \.cached))
    }

    /// A job whose steps were counted elsewhere.
    public init(_ job: JobRecord, cacheableSteps: Int, cachedSteps: Int) {
        series = Series(fixture: job.fixture, configuration: job.configuration)
        changeClass = job.changeClass
        weight = job.weight
        position = job.position
        round = job.round
        warmup = job.warmup
        cold = job.cold
        outcome = job.outcome
        wall = job.wall
        command = job.command
        phases = job.phases
        direct = job.direct
        own = job.own
        self.cacheableSteps = cacheableSteps
        self.cachedSteps = cachedSteps
        failure = job.failure?.message
    }

    /// What the job cost beyond its own command; nil where either is unknown.
    public var overhead: Double? {
        guard let wall, let command else { return nil }
        return wall - command
    }

    /// Overhead over wall time, from 0 to 1.
    public var share: Double? {
        guard let wall, let overhead, wall > 0 else { return nil }
        return overhead / wall
    }

    /// Whether it was built without a cache: told so, or a warm-up that found none of its steps.
    public var isCold: Bool { cold || (warmup && cacheableSteps > 0 && cachedSteps == 0) }

    /// Whether it succeeded and its overhead is known.
    public var isMeasured: Bool { outcome == .succeeded && overhead != nil }

    /// Whether it counts as a job on a warm worker.
    public var isWarm: Bool { isMeasured && !warmup && !cold }
}
