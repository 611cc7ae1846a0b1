import Foundation

/// Everything measured of one job. All durations are in seconds.
public struct JobRecord: Codable, Sendable, Equatable {
    /// The scenario's name.
    public var scenario: String
    /// The configuration's name, as `builder=buildkit`.
    public var configuration: String
    /// The fixture's name.
    public var fixture: String
    /// The revision that was built.
    public var revision: String
    /// What the revision changed.
    public var changeClass: ChangeClass
    /// How much a job of its class counts when the trace is weighted back to its population; 1 when it is the population.
    public var weight: Double
    /// Which executor ran it, from 0.
    public var executor: Int
    /// Its place in the plan, from 0.
    public var position: Int
    /// The round of the interleaved order that it belongs to, from 0.
    public var round: Int
    /// Whether it only warms the worker, and so counts in no estimate.
    public var warmup: Bool
    /// Whether it was told to build without the cache.
    public var cold: Bool
    /// How it ended.
    public var outcome: Outcome
    /// Wall-clock time at which the job began.
    public var startedAt: Date
    /// Waiting between its intended start and its start.
    public var queued: Double
    /// From the job's start to the end of its cleanup, less the time in which its record was saved; nil until cleaned up.
    public var wall: Double?
    /// The phases that were entered, by their monotonic time.
    public var phases: [Phase: Double]
    /// How long the command ran inside the container, by the engine's start and finish times.
    public var command: Double?
    /// The command's exit status.
    public var exitStatus: Int?
    /// Why it did not succeed: the first thing that went wrong.
    public var failure: Failure?
    /// Why its cleanup failed, whatever went wrong before; nil where it did not.
    public var cleanupFailure: Failure?
    /// Size of the build context that was sent, in bytes of tar.
    public var contextBytes: Int
    /// Entries of the build context.
    public var contextEntries: Int
    /// Bytes of artifacts copied out.
    public var artifactBytes: Int
    /// The same command without an engine, when the plan pairs the two.
    public var direct: DirectRecord?
    /// What Plimsoll itself cost.
    public var own: OwnCost
    /// The build's steps, in the order of the Dockerfile.
    public var steps: [StepRecord]
    /// What probes of the isolation saw in it, where its fixture has any.
    public var probes: [ProbeRecord]

    /// Whether it was cancelled by a fault that was planted in it, and so has the outcome that its plan wants.
    public var isCancelledByPlan = false

    /// A record of a job that has not been measured yet.
    public init(
        scenario: String, configuration: String, fixture: String, revision: String, changeClass: ChangeClass,
        weight: Double = 1, executor: Int = 0, position: Int, round: Int = 0, warmup: Bool = false, cold: Bool = false,
        outcome: Outcome = .succeeded, startedAt: Date
    ) {
        self.scenario = scenario
        self.configuration = configuration
        self.fixture = fixture
        self.revision = revision
        self.changeClass = changeClass
        self.weight = weight
        self.executor = executor
        self.position = position
        self.round = round
        self.warmup = warmup
        self.cold = cold
        self.outcome = outcome
        self.startedAt = startedAt
        self.queued = 0
        self.wall = nil
        self.phases = [:]
        self.contextBytes = 0
        self.contextEntries = 0
        self.artifactBytes = 0
        self.own = OwnCost()
        self.steps = []
        self.probes = []
    }

    /// `wall − command`: what the job cost beyond its own command, in seconds; nil where either is unknown.
    public var overhead: Double? {
        guard let wall, let command else { return nil }
        return wall - command
    }
}
