import Engine
import Model

/// What a build by buildx has beside that of the engine's API: the scenario's secrets, and an attestation if asked for.
struct BuildxStage: JobStage {
    init?(_ job: StagedJob, _ run: JobSurroundings) {
        if job.planned.configuration.builder != .buildx { return nil }
    }

    /// Refuses a build that requires what the scenario does not give.
    func prepare(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        guard phase == .build, let context = work.context else { return }
        let given = Set(job.settings.secrets.map(\.id))
        let needs = SessionNeed.all(
            in: Dockerfile(try context.dockerfileText()), arguments: job.planned.change.arguments ?? [:])
        for need in needs {
            guard let words = need.refusalByBuildx(giving: given) else { continue }
            throw JobObstacle(.refused, Failure(phase: .build, message: "\(job.place(of: need, context)): \(words)"))
        }
    }

    func shape(_ request: inout BuildRequest, of job: StagedJob, _ work: inout JobWork) async throws {
        request.secrets = job.settings.secrets
        request.provenance = job.settings.workload.provenance
    }
}
