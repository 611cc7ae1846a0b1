import Engine
import Model

/// Runs a job with all stages further down in the list.
typealias RunJob = @Sendable (StagedJob) async throws -> EndedJob

/// What one factor, or one instrument, does around a job.
///
/// `JobRunner` knows the five phases; everything else comes from a job's stages. A stage implements the functions that
/// it needs, and keeps state between them in a ``Shared``: it belongs to one job. To add a factor, write its stage in a
/// file of its own and add it to ``JobStages/all``.
protocol JobStage: Sendable {
    /// The stage of a job, as it is before any stage has changed it; nil where the stage does not apply to it.
    init?(_ job: StagedJob, _ run: JobSurroundings)

    // MARK: Around the job; not part of its time
    /// Before the job begins. What prevents it goes into `obstacle`: the job is recorded as a row all the same.
    func before(_ job: inout StagedJob) async throws
    /// Runs the job, with whatever must be held, watched or done during it.
    func around(_ job: StagedJob, _ run: @escaping RunJob) async throws -> EndedJob
    /// After the job is in the journal and its objects are cleaned up.
    func after(_ job: StagedJob, _ ended: EndedJob) async throws

    // MARK: In the job. Errors fail the phase: a `JobObstacle` with its own outcome, others by their kind
    /// Before a phase, to find out something for it; not part of the job's time.
    func prepare(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws
    /// First in a phase, and part of its time.
    func begin(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws
    /// Last in a phase that ended well, and part of its time.
    func end(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws
    /// Changes the request to the builder; part of the build phase's time.
    func shape(_ request: inout BuildRequest, of job: StagedJob, _ work: inout JobWork) async throws
    /// Changes the job's container; part of the run phase's time.
    func shape(_ container: inout ContainerSpec, of job: StagedJob)
    /// Before the job is saved, however it ended; not part of the job's time.
    func complete(_ work: inout JobWork, of job: StagedJob) async
}

extension JobStage {
    func before(_ job: inout StagedJob) async throws {}
    func around(_ job: StagedJob, _ run: @escaping RunJob) async throws -> EndedJob { try await run(job) }
    func after(_ job: StagedJob, _ ended: EndedJob) async throws {}
    func prepare(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {}
    func begin(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {}
    func end(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {}
    func shape(_ request: inout BuildRequest, of job: StagedJob, _ work: inout JobWork) async throws {}
    func shape(_ container: inout ContainerSpec, of job: StagedJob) {}
    func complete(_ work: inout JobWork, of job: StagedJob) async {}
}

enum JobStages {
    /// All of them, the outermost first: its `before` runs first, its `after` last. In the job they run in this order.
    static let all: [any JobStage.Type] = [
        AuditStage.self,
        LedgerStage.self,
        ImageAccountStage.self,
        PlantedStage.self,
        LeakingRevisionStage.self,
        FaultStage.self,
        PolicyStage.self,
        CentralCacheStage.self,
        DeliveryStage.self,
        DirectStage.self,
        PreparationStage.self,
        SessionStage.self,
        BuildxStage.self,
        OwnBaseStage.self,
        RegistryCacheStage.self,
        PromotedImageStage.self,
        IsolationStage.self,
        ProbeStage.self,
        ArchiveStage.self,
        StepSizeStage.self,
        BuiltImageStage.self,
        CommandClockStage.self,
        CacheMemoryStage.self,
        ExpectedFailureStage.self,
    ]

    static func run(
        _ job: StagedJob, through stages: ArraySlice<any JobStage>, _ body: @escaping RunJob
    ) async throws -> EndedJob {
        guard let stage = stages.first else { return try await body(job) }
        var job = job
        try await stage.before(&job)
        let ended = try await stage.around(job) { job in
            try await run(job, through: stages.dropFirst(), body)
        }
        try await stage.after(job, ended)
        return ended
    }
}
