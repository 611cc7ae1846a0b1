import Engine
import Model

/// Makes a job worse by what the factor `planted` of its configuration says, so that a comparison can be tried on it.
///
/// What concerns the build is the Dockerfile's own doing: it is told by build arguments what to do. A leak is done here, after the job
/// and outside its time.
struct RegressionPlanting: Sendable {
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

    let client: EngineClient
    let warn: @Sendable (String) -> Void

    /// The job with the build arguments that its Dockerfile is told by; as it is where nothing may be planted in it.
    static func prepared(_ job: PlannedJob) -> PlannedJob {
        guard let planted = job.configuration.planted else { return job }
        let arguments: [Argument: String] = [
            .job: "\(job.position)", .planted: planted.argument,
            .cacheKey: planted == .missingCache ? "\(job.position)" : "same",
        ]
        var job = job
        job.change.arguments = (job.change.arguments ?? [:]).merging(
            arguments.map { ($0.key.rawValue, $0.value) }
        ) { $1 }
        return job
    }

    /// Leaves a container behind, with the run's label, after a job that leaks. What fails here is told, and then there is no leak to
    /// be found.
    func leave(_ job: PlannedJob, of image: String, _ settings: JobSettings) async {
        var specification = ContainerSpec(image: image, command: ["/bin/true"])
        specification.labels = PlimsollLabel.labels(owner: settings.owner)
        do {
            let (left, name) = (specification, settings.containerName(job) + Self.suffix)
            // The job is saved, and not run again: its leak is planted also where the run is stopped now.
            _ = try await shieldedFromCancellation { [client] in
                try await client.createContainer(left, name: name)
            }
        } catch {
            warn("no container was left behind, as was to be: \(error)")
        }
    }

    /// Whether a job leaves a container: the first measured one of its configuration.
    static func leaks(_ job: PlannedJob) -> Bool {
        job.configuration.planted == .leak && job.purpose == .trace && job.round == 1
    }
}
