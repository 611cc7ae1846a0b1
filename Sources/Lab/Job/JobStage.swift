import Engine
import Model

/// Runs a job with all the stages that stand further down in the list.
typealias RunJob = @Sendable (StagedJob) async throws -> EndedJob

/// What one factor, or one instrument, does around a job.
///
/// `JobRunner` knows the five phases. All else that a job has comes from its stages: each says by its initializer which jobs have it,
/// and does its part in the functions that fit; the others do nothing. To add a factor, write its stage in a file of its own and name it
/// in ``JobStages/all``.
///
/// A stage belongs to one job. What it has to remember from one function to another stands in a ``Shared``.
protocol JobStage: Sendable {
    /// The stage of a job; nil where the job has nothing of it.
    ///
    /// - Parameters:
    ///   - job: as the run begins it, before any stage has changed it.
    ///   - run: what the run has for its jobs.
    init?(_ job: StagedJob, _ run: JobSurroundings)

    // MARK: Around the job; no part of its time

    /// Before the job begins. What stands in its way is put in `obstacle`: the job is a row all the same.
    func before(_ job: inout StagedJob) async throws

    /// Runs the job. What is held, watched or done meanwhile is begun before and ended after that.
    func around(_ job: StagedJob, _ run: @escaping RunJob) async throws -> EndedJob

    /// After the job is in the journal and what it made is cleaned up.
    func after(_ job: StagedJob, _ ended: EndedJob) async throws

    // MARK: In the job. What is thrown fails the phase: a `JobObstacle` as it says, all else by its kind

    /// Before a phase, to find something out for it; no part of the job's time.
    func prepare(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws

    /// The first thing in a phase, and part of its time.
    func begin(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws

    /// The last thing in a phase that ended well, and part of its time.
    func end(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws

    /// Changes what the builder is asked for; time of the build phase.
    func shape(_ request: inout BuildRequest, of job: StagedJob, _ work: inout JobWork) async throws

    /// Changes what the job's container is; time of the run phase.
    func shape(_ container: inout ContainerSpec, of job: StagedJob)

    /// Before the job is saved, after whatever end; no part of the job's time.
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

/// Which stages there are.
enum JobStages {
    /// All of them. The first is the outermost: its `before` is the first, its `after` the last. In the job they come in this order.
    static let all: [any JobStage.Type] = [
        AuditStage.self,
        LedgerStage.self,
        ImageAccountStage.self,
        PlantedStage.self,
        FaultStage.self,
        PolicyStage.self,
        CentralCacheStage.self,
        DirectStage.self,
        PreparationStage.self,
        SessionStage.self,
        OwnBaseStage.self,
        RegistryCacheStage.self,
        IsolationStage.self,
        ProbeStage.self,
        ArchiveStage.self,
        StepSizeStage.self,
        CacheMemoryStage.self,
    ]

    /// Runs a job with stages around it, the first the outermost.
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
