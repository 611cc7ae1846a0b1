import Engine
import Foundation
import Model
import Provision

package struct JobSettings: Sendable {
    /// The run's identity, which every object that its jobs create carries as a label.
    var run: UUID
    var scenario: String
    var workload: Workload
    /// `name:address` entries for builds and containers, as for the package mirror.
    var extraHosts: [String]
    /// As `extraHosts`, for git fixtures, where they have their own package mirror.
    var gitHosts: [String] = []
    var artifacts: String
    /// What builds by buildx are done with; nil: the plan has none.
    var buildx: Buildx?
    /// What they may mount.
    var secrets: [BuildSecret] = []

    package init(run: UUID, scenario: String, workload: Workload, extraHosts: [String], artifacts: String) {
        (self.run, self.scenario, self.workload) = (run, scenario, workload)
        (self.extraHosts, self.artifacts) = (extraHosts, artifacts)
    }

    var owner: String { run.uuidString.lowercased() }
}

/// A job on its way through its stages, each of which may change it before it begins.
struct StagedJob: Sendable {
    var planned: PlannedJob
    let stream: JobStream
    /// The engine that it runs on. Requests during the job are counted as the job's own.
    var client: EngineClient
    /// The start events of that engine; nil: its own start times are used.
    var starts: StartEvents?
    var settings: JobSettings
    var executor = 0
    /// When it was due to begin; nil: when it does.
    var intended: ContinuousClock.Instant?
    var obstacle: JobObstacle?
    var points: [JobPoint] = []
    /// Counts that only ever rise, read before and after the job; their differences are recorded with it.
    var counts: @Sendable () -> [JobPoint] = { [] }
    /// A cache in a registry that the build may use; nil: only the engine's own.
    var cache: JobCache?
    /// The image that it pulls in place of a build, by its digest; nil: it builds.
    var delivered: String?
    var direct: DirectRecord?
    var onPhase: @Sendable (Phase) -> Void = { _ in }
    var isCancelledByPlan: @Sendable () -> Bool = { false }
    /// The same engine for queries beside the job: they do not count as the job's requests.
    var uncounted: EngineClient { client.counting(in: RequestMeter()) }
    var isCollected: Bool { planned.configuration.policy != nil }
    /// A job that pulls its image has no context.
    var firstPhase: Phase { delivered == nil ? .context : .build }
    /// When other workers' part before it must be done: after twice its time limit, one to build, one to clean up.
    var preparationLimit: ContinuousClock.Instant { .now + .seconds(2 * settings.workload.timeout) }

    /// `name:address` entries for its build and its container; a git fixture's own mirror replaces the others'.
    var extraHosts: [String] {
        guard stream.fixture.isGit, !settings.gitHosts.isEmpty else { return settings.extraHosts }
        let names = Set(settings.gitHosts.map { $0.prefix { $0 != ":" } })
        return settings.extraHosts.filter { !names.contains($0.prefix { $0 != ":" }) } + settings.gitHosts
    }

    var containerName: String { RunNames(owner: settings.owner).name(suffix) }

    /// The tag of its image: its own. Where a policy collects, the fixture's tag, which moves from job to job. Images
    /// then lose their names, as they do when a branch is built repeatedly.
    var imageTag: String {
        RunNames(owner: settings.owner).image(planned.fixture.lowercased(), isCollected ? nil : suffix)
    }

    /// Jobs outside the plan, which warm a resumed run, have negative positions.
    private var suffix: String { planned.position < 0 ? "warm\(-planned.position)" : "\(planned.position)" }
}

package struct EndedJob: Sendable {
    /// As it was saved, with what its cleanup added.
    package var record: JobRecord
    package let id: Int64
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
    var embedded: EmbeddedEngine?
    /// The start events of the run's own engine.
    var starts: StartEvents?
    var directory: RunDirectory?
    /// The run's own base images, which give a cold cache on a shared engine; nil: Dockerfiles are sent unchanged.
    var ownBases: OwnBases?
    /// Whether to ask the engine, after the job's work, for the size of each build step's layer.
    var readsStepSizes = false
    var ledger: LedgerKeeper?
    var audits: AuditKeeper?
    var images: ImageAccount?
    /// The revision whose jobs each leave a container behind; nil: none.
    var leakingRevision: String?
    var fleet: Fleet?
    var policies: PolicyEngines?
    /// All streams of the plan, including those that only fill a registry.
    var streams: [StreamKey: JobStream] = [:]

    func warn(_ sentence: String) { events(.warning(sentence)) }
}

extension PlannedJob {
    /// Whether it shares a level's executors with other jobs, which run at the same time.
    var isOfLevel: Bool { configuration.executors != nil && !warmup }
}
