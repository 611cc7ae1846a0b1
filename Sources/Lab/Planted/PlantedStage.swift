import Engine
import Model

/// Makes a job worse as the factor `planted` of its configuration says, so that a comparison can be tested on it. The
/// Dockerfile does so itself, told by build arguments. A leak is made here, after the job and outside its time.
struct PlantedStage: JobStage {
    /// The suffix that turns the name of the job's own container into that of the one left behind.
    static let suffix = "-left"

    private let run: JobSurroundings

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        let configuration = job.planned.configuration
        guard configuration.planted != nil, configuration.policy == nil, !job.planned.isOfLevel else { return nil }
        self.run = run
    }

    func before(_ job: inout StagedJob) async throws { job.planned = Self.prepared(job.planned) }

    func after(_ job: StagedJob, _ ended: EndedJob) async throws {
        if Self.leaks(job.planned), ended.record.outcome != .engineLost { await job.leaveContainer(run) }
    }

    /// The job with its Dockerfile's build arguments; unchanged where nothing may be planted in it.
    static func prepared(_ job: PlannedJob) -> PlannedJob {
        guard let planted = job.configuration.planted else { return job }
        return job.adding([
            // Different for each job: steps after its declaration never come from the cache.
            "PLIMSOLL_JOB": "\(job.position)", "PLIMSOLL_PLANTED": planted.argument,
            // The same in all jobs, except where a step must miss a cache that would otherwise hit.
            "PLIMSOLL_CACHE_KEY": planted == .missingCache ? "\(job.position)" : "same",
        ])
    }

    /// Whether a job leaves a container: the first measured one of its configuration.
    static func leaks(_ job: PlannedJob) -> Bool {
        job.configuration.planted == .leak && job.purpose == .trace && job.round == 1
    }
}

extension StagedJob {
    /// Leaves a container behind, with the run's label. A failure is reported, and then there is no leak to find.
    func leaveContainer(_ run: JobSurroundings) async {
        let left = ContainerSpec(
            image: stream.fixture.images(variant: nil).first ?? imageTag, command: ["/bin/true"],
            labels: PlimsollLabel.labels(owner: settings.owner))
        do {
            // The job is saved, and not run again: its leak is planted even if the run is stopped now.
            _ = try await shieldedFromCancellation {
                try await client.createContainer(left, name: containerName + PlantedStage.suffix)
            }
        } catch {
            run.warn("the container to leave behind could not be made: \(error)")
        }
    }
}

extension PlannedJob {
    func adding(_ arguments: [String: String]) -> PlannedJob {
        var job = self
        job.change.arguments = (job.change.arguments ?? [:]).merging(arguments) { $1 }
        return job
    }
}
