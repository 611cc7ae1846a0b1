import EngineAPI
import Records
import Scenarios

/// What BuildKit needs more of a session for than files is refused before the build, with the place and the reason.
extension EnginePreparation {
    /// Why a job's build would end with `no active sessions`; nil where nothing is known against it. Asks the engine for the base
    /// images of Docker Hub that were not seen on it yet.
    func sessionObstacle(
        of job: PlannedJob, _ file: Dockerfile, named name: String, on client: EngineClient
    ) async throws -> Failure? {
        guard job.configuration.builder == .buildkit else { return nil }
        for need in SessionNeed.all(in: file, arguments: job.change.arguments ?? [:]) {
            if case .image(let image) = need.kind, try await isThere(image, on: client) { continue }
            // Podman's builder answers in BuildKit's place, and asks nobody back.
            if try await isPodman(client) { return nil }
            let place = "\(name):\(need.position.line):\(need.position.column)"
            return Failure(phase: .build, message: "\(place): \(need.words)", outputTail: [])
        }
        return nil
    }

    /// Whether an engine has an image. An image that was seen once is not asked for again.
    private func isThere(_ image: String, on client: EngineClient) async throws -> Bool {
        if seenImages.contains(image) { return true }
        do { _ = try await client.image(image) } catch let error as EngineError where error.code == .notFound {
            return false
        }
        seenImages.insert(image)
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
    /// What is wrong, and what to do.
    fileprivate var words: String {
        let why = "BuildKit asks the client for it over a session, and Plimsoll has no builder yet that answers"
        switch kind {
        case .syntax(let frontend):
            return
                "“# syntax=\(frontend)” makes BuildKit fetch this frontend. For that it asks the client over a session, and Plimsoll has "
                + "no builder yet that answers. Remove the line where the engine's own BuildKit can read the Dockerfile, or use "
                + "builder: legacy, which ignores the line"
        case .mount(let type, let id):
            let what = type == "secret" ? "the secret\(id.map { " “\($0)”" } ?? "")" : "the ssh agent"
            return
                "\(what) is mounted: \(why). Even a mount that is not required fails. Give the command what it needs in "
                + "another way, for instance by a build argument or a base image; the classic builder has no such mounts"
        case .image(let image):
            return
                "the engine does not have \(image), and Docker Hub asks for a token: \(why). Name it under `images`, pull it onto "
                + "the engine before the run, or use builder: legacy, for which the engine pulls it"
        }
    }
}
