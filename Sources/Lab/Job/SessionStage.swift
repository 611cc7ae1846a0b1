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
            let name = job.stream.fixture.externalDockerfile?.string ?? context.dockerfile
            let place = "\(name):\(need.position.line):\(need.position.column)"
            throw JobObstacle(.refused, Failure(phase: .build, message: "\(place): \(words)"))
        }
    }
}

extension SessionNeed {
    fileprivate var refusal: String? {
        guard case .mount(let type, let id, isRequired: true) = kind else { return nil }
        let isSecret = type == "secret"
        let what = isSecret ? "the secret\(id.map { " “\($0)”" } ?? "")" : "an ssh agent"
        return
            "\(what) is required, and Plimsoll has no \(isSecret ? "secrets" : "ssh agent") to give to a build. Leave out "
            + "“required” if the command does not need it. Otherwise give it what it needs by a build "
            + "argument or a base image, for instance; the classic builder has no such mounts"
    }
}
