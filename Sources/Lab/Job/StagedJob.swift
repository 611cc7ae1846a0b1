import Engine
import Model
import Provision

/// A job on its way through its stages, each of which may change it before it begins.
struct StagedJob: Sendable {
    var planned: PlannedJob
    let stream: JobStream
    /// The engine that it runs on. In the job its requests are counted as the job's own.
    var client: EngineClient
    var settings: JobSettings
    /// Which of the executors that work at the same time runs it, from 0.
    var executor = 0
    /// When it was to begin; nil: when it does.
    var intended: ContinuousClock.Instant?
    /// Why it cannot be begun; nil: nothing is in its way.
    var obstacle: JobObstacle?
    /// Figures that were measured for it before it began.
    var points: [JobPoint] = []
    /// Counts that only ever rise, read before and after the job; their differences are recorded with it.
    var counts: @Sendable () -> [JobPoint] = { [] }
    /// A cache in a registry that the build may use; nil: what its engine has.
    var cache: JobCache?
    /// The paired run without an engine, where it came first.
    var direct: DirectRecord?
    /// Told of each phase as it begins.
    var onPhase: @Sendable (Phase) -> Void = { _ in }
    /// Whether a fault that was planted in it has cancelled it, and not the user.
    var isCancelledByPlan: @Sendable () -> Bool = { false }

    /// The same engine for what is found out beside the job: nothing that it is asked counts as the job's.
    var uncounted: EngineClient { client.counting(in: RequestMeter()) }
    /// `name:address` entries of its build and its container.
    var extraHosts: [String] { settings.extraHosts(of: stream.fixture) }
    var containerName: String { settings.containerName(planned) }
    var imageTag: String { settings.imageTag(planned) }
    /// Whether a policy alone decides which of its images goes.
    var isCollected: Bool { planned.configuration.policy != nil }
}

/// A job that ended.
package struct EndedJob: Sendable {
    /// As it was saved, with what its cleanup gave.
    package var record: JobRecord
    /// Its id in the journal.
    package let id: Int64
    /// Whether the engine went away in it, and may still be away.
    var isEngineLost: Bool

    /// Whether its place in the plan is done with: a job that was stopped is run again.
    var isDone: Bool { record.outcome != .cancelled || record.isCancelledByPlan }
}

/// What a run has for its jobs and their stages.
struct JobSurroundings: Sendable {
    let journal: any JobJournal
    var events: @Sendable (LabEvent) -> Void = { _ in }
    var stop = StopSignal()
    /// The plan's.
    var seed: UInt64 = 0
    /// What is known of the caches.
    var memory = CacheMemory()
    /// What makes the engine ready for a change.
    var preparation = EnginePreparation(isEmbedded: false)
    /// The run's engine; nil where it is not Plimsoll's own.
    var embedded: EmbeddedEngine?
    var directory: RunDirectory?
    /// The run's own images, by which an engine that others use is cold; nil: its Dockerfiles are sent as they are.
    var ownBases: OwnBases?
    /// Whether the engine is asked, after the job's work, what each build step's layer takes.
    var readsStepSizes = false
    /// The ledger of the run's own engine, where jobs have samples of it.
    var ledger: LedgerKeeper?
    var audits: AuditKeeper?
    var images: ImageAccount?
    var cache: CentralCache?
    var policies: PolicyEngines?
    /// All streams of the plan, those included that only fill a registry.
    var streams: [StreamKey: JobStream] = [:]

    func warn(_ sentence: String) { events(.warning(sentence)) }
}

extension PlannedJob {
    /// Whether it shares a level's executors with other jobs, which run at the same time.
    var isOfLevel: Bool { configuration.executors != nil && !warmup }
}
