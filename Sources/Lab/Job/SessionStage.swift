import Engine
import Model

/// Decides whether a job's build gets a session beside its archive. Refuses builds that require more than ours offer.
struct SessionStage: JobStage {
    private let seenImages: Shared<Set<String>>

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        // Podman's builder answers in BuildKit's place, and never asks its client back.
        guard job.planned.configuration.builder == .buildkit, job.stream.traits.hasSessions else { return nil }
        seenImages = run.preparation.seenImages
    }

    func prepare(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        guard phase == .build, let context = work.context else { return }
        let all = SessionNeed.all(
            in: Dockerfile(try context.dockerfileText()), arguments: job.planned.change.arguments ?? [:])
        let needs = try await job.uncounted.unmet(all, knowing: seenImages)
        work.offersSession = !needs.isEmpty
        for need in needs {
            guard let words = need.refusal else { continue }
            throw JobObstacle(.refused, Failure(phase: .build, message: "\(job.place(of: need, context)): \(words)"))
        }
    }
}
