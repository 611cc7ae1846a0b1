import Engine
import Model

/// Decides whether a job's build gets a session beside its archive. Refuses builds that require more than ours offer.
struct SessionStage: JobStage {
    private let preparation: EnginePreparation

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard job.planned.configuration.builder == .buildkit else { return nil }
        preparation = run.preparation
    }

    func prepare(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        guard phase == .build, let context = work.context else { return }
        let file = Dockerfile(try context.dockerfileText())
        let name = job.stream.fixture.externalDockerfile?.string ?? context.dockerfile
        work.offersSession = try await preparation.offersSession(to: file, named: name, of: job)
    }
}

extension EnginePreparation {
    /// Whether BuildKit, and not Podman's builder in its place, may ask its client back for a build. Asks the engine
    /// for images not seen on it yet.
    ///
    /// - Parameter name: the Dockerfile's name, for a refusal's message.
    /// - Throws: `EngineError`; `JobObstacle` where the build requires what Plimsoll does not have.
    fileprivate func offersSession(to file: Dockerfile, named name: String, of job: StagedJob) async throws -> Bool {
        let client = job.uncounted
        var seen = seenImages
        let needs = try await client.unmet(
            SessionNeed.all(in: file, arguments: job.planned.change.arguments ?? [:]), knowing: &seen)
        seenImages.formUnion(seen)
        // Podman's builder answers in BuildKit's place, and never asks back.
        guard !needs.isEmpty, try await !isPodman(client) else { return false }
        for need in needs {
            guard let words = need.refusal else { continue }
            let place = "\(name):\(need.position.line):\(need.position.column)"
            throw JobObstacle(.refused, Failure(phase: .build, message: "\(place): \(words)", outputTail: []))
        }
        return true
    }

    private func isPodman(_ client: EngineClient) async throws -> Bool {
        if let known = engineIsPodman { return known }
        let found = try await client.version().components.contains { $0.name.contains("Podman") }
        engineIsPodman = found
        return found
    }
}

extension SessionNeed {
    /// The problem and what to do; nil where a session without logins and secrets suffices.
    fileprivate var refusal: String? {
        guard case .mount(let type, let id, isRequired: true) = kind else { return nil }
        let isSecret = type == "secret"
        let what = isSecret ? "the secret\(id.map { " “\($0)”" } ?? "")" : "an ssh agent"
        return
            "\(what) is required, and Plimsoll has no \(isSecret ? "secrets" : "ssh agent") to give to a build. Leave out "
            + "“required” where the command can do without, or give it what it needs in another way, for instance by a build "
            + "argument or a base image; the classic builder has no such mounts"
    }
}
