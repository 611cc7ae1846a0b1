import Engine
import Model
import Provision

/// A job on its way through its stages, each of which may change it before it begins.
struct StagedJob: Sendable {
    var planned: PlannedJob
    let stream: JobStream
    /// The engine that it runs on. Requests during the job are counted as the job's own.
    var client: EngineClient
    var settings: JobSettings
    /// Which of the parallel executors runs it, from 0.
    var executor = 0
    /// When it was due to begin; nil: when it does.
    var intended: ContinuousClock.Instant?
    /// Why it cannot begin; nil: it can.
    var obstacle: JobObstacle?
    /// Figures measured for it before it began.
    var points: [JobPoint] = []
    /// Counts that only ever rise, read before and after the job; their differences are recorded with it.
    var counts: @Sendable () -> [JobPoint] = { [] }
    /// A cache in a registry that the build may use; nil: only the engine's own.
    var cache: JobCache?
    /// The paired run without an engine, where it came first.
    var direct: DirectRecord?
    var onPhase: @Sendable (Phase) -> Void = { _ in }
    /// Whether a planted fault has cancelled it, and not the user.
    var isCancelledByPlan: @Sendable () -> Bool = { false }

    /// The same engine for queries beside the job: they do not count as the job's requests.
    var uncounted: EngineClient { client.counting(in: RequestMeter()) }
    /// `name:address` entries for its build and its container.
    var extraHosts: [String] { settings.extraHosts(of: stream.fixture) }
    var containerName: String { settings.containerName(planned) }
    var imageTag: String { settings.imageTag(planned) }
    /// Whether a policy alone decides which of its images are removed.
    var isCollected: Bool { planned.configuration.policy != nil }
}

package struct EndedJob: Sendable {
    /// As it was saved, with what its cleanup added.
    package var record: JobRecord
    /// Its id in the journal.
    package let id: Int64
    /// Whether the engine was lost during it, and may still be away.
    var isEngineLost: Bool

    /// Whether its place in the plan is done: a job that was stopped is run again.
    var isDone: Bool { record.outcome != .cancelled || record.isCancelledByPlan }
}

/// What a run provides for its jobs and their stages.
struct JobSurroundings: Sendable {
    let journal: any JobJournal
    var events: @Sendable (LabEvent) -> Void = { _ in }
    var stop = StopSignal()
    var seed: UInt64 = 0
    var memory = CacheMemory()
    var preparation = EnginePreparation(isEmbedded: false)
    /// The run's engine; nil where it is not Plimsoll's own.
    var embedded: EmbeddedEngine?
    var directory: RunDirectory?
    /// The run's own base images, which give a cold cache on a shared engine; nil: Dockerfiles are sent unchanged.
    var ownBases: OwnBases?
    /// Whether to ask the engine, after the job's work, for the size of each build step's layer.
    var readsStepSizes = false
    /// The ledger of the run's own engine, where jobs have samples of it.
    var ledger: LedgerKeeper?
    var audits: AuditKeeper?
    var images: ImageAccount?
    var cache: CentralCache?
    var policies: PolicyEngines?
    /// All streams of the plan, including those that only fill a registry.
    var streams: [StreamKey: JobStream] = [:]

    func warn(_ sentence: String) { events(.warning(sentence)) }
}

extension PlannedJob {
    /// Whether it shares a level's executors with other jobs, which run at the same time.
    var isOfLevel: Bool { configuration.executors != nil && !warmup }
}
