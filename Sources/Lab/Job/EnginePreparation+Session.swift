import Engine
import Model

/// A BuildKit build is given a session where it asks its client back, and is refused where it requires what Plimsoll does not have.
extension EnginePreparation {
    /// Whether a job's build is given a session. Asks the engine for the images that were not seen on it yet.
    ///
    /// - Parameter name: the Dockerfile's, as a refusal names it.
    /// - Throws: `EngineError`.
    func session(
        for job: PlannedJob, _ file: Dockerfile, named name: String, on client: EngineClient
    ) async throws -> SessionDecision {
        guard job.configuration.builder == .buildkit else { return .notNeeded }
        var seen = seenImages
        let needs = try await client.unmet(
            SessionNeed.all(in: file, arguments: job.change.arguments ?? [:]), knowing: &seen)
        seenImages.formUnion(seen)
        // Podman's builder answers in BuildKit's place, and asks nobody back.
        guard !needs.isEmpty, try await !isPodman(client) else { return .notNeeded }
        for need in needs {
            guard let words = need.refusal else { continue }
            let place = "\(name):\(need.position.line):\(need.position.column)"
            return .refused(Failure(phase: .build, message: "\(place): \(words)", outputTail: []))
        }
        return .offered
    }

    private func isPodman(_ client: EngineClient) async throws -> Bool {
        if let known = engineIsPodman { return known }
        let found = try await client.version().components.contains { $0.name.contains("Podman") }
        engineIsPodman = found
        return found
    }
}

extension SessionNeed {
    /// What is wrong, and what to do; nil for what a session without logins and secrets is enough for.
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
