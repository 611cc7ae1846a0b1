import Engine
import Model

/// Makes a job worse by what the factor `planted` of its configuration says, so that a comparison can be tried on it.
///
/// What concerns the build is the Dockerfile's own doing: it is told by build arguments what to do. A leak is done here, after the job
/// and outside its time.
struct PlantedStage: JobStage {
    /// What every job is told that may have something planted in it, by the names of build arguments.
    enum Argument: String {
        /// Each job's own: steps that come after its declaration never come from the cache.
        case job = "PLIMSOLL_JOB"
        /// What is planted, as the factor has it.
        case planted = "PLIMSOLL_PLANTED"
        /// The same in all jobs, but where a step is to miss the cache that else would hit.
        case cacheKey = "PLIMSOLL_CACHE_KEY"
    }

    /// What stands behind the name of the job's own container in that of the one that is left.
    static let suffix = "-left"

    private let run: JobSurroundings

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        if job.planned.configuration.planted == nil { return nil }
        self.run = run
    }

    func before(_ job: inout StagedJob) async throws {
        job.planned = Self.prepared(job.planned)
    }

    func after(_ job: StagedJob, _ ended: EndedJob) async throws {
        if Self.leaks(job.planned), ended.record.outcome != .engineLost { await leave(job) }
    }

    /// The job with the build arguments that its Dockerfile is told by; as it is where nothing may be planted in it.
    static func prepared(_ job: PlannedJob) -> PlannedJob {
        guard let planted = job.configuration.planted else { return job }
        return job.adding([
            Argument.job.rawValue: "\(job.position)", Argument.planted.rawValue: planted.argument,
            Argument.cacheKey.rawValue: planted == .missingCache ? "\(job.position)" : "same",
        ])
    }

    /// Whether a job leaves a container: the first measured one of its configuration.
    static func leaks(_ job: PlannedJob) -> Bool {
        job.configuration.planted == .leak && job.purpose == .trace && job.round == 1
    }

    /// Leaves a container behind, with the run's label. What fails here is told, and then there is no leak to be found.
    private func leave(_ job: StagedJob) async {
        let image = job.stream.fixture.images(variant: nil).first ?? job.imageTag
        var specification = ContainerSpec(image: image, command: ["/bin/true"])
        specification.labels = PlimsollLabel.labels(owner: job.settings.owner)
        do {
            let left = specification
            // The job is saved, and not run again: its leak is planted also where the run is stopped now.
            _ = try await shieldedFromCancellation {
                try await job.client.createContainer(left, name: job.containerName + Self.suffix)
            }
        } catch {
            run.warn("no container was left behind, as was to be: \(error)")
        }
    }
}

extension PlannedJob {
    /// The job with more build arguments.
    func adding(_ arguments: [String: String]) -> PlannedJob {
        var job = self
        job.change.arguments = (job.change.arguments ?? [:]).merging(arguments) { $1 }
        return job
    }
}
