import Engine
import Foundation
import Subprocess
import SystemPackage

/// The docker command-line client: the reference for what a context holds.
struct DockerClient {
    /// What was made of a context.
    enum Answer: Equatable {
        /// The Dockerfile was not sent.
        case dockerfileLost
        /// The ignore file was refused.
        case refused
        /// The build failed for another reason, as there is nothing to copy.
        case failed
        /// What the image holds.
        case contents([String])
    }

    struct Failure: Error {
        let message: String
    }

    let engine: String
    let executable: FilePath
    let usesBuildKit: Bool

    /// Builds an image of everything in the context, reads it, and removes it again.
    func answer(to root: FilePath, dockerfile: String) async throws -> Answer {
        let image = Self.name()
        let build = try await docker(
            "build", "--no-cache", "--quiet", "--tag", image, "--file", root.appending(dockerfile).string, root.string)
        if let refusal = build.failure {
            let refusals = ["syntax error in pattern", "illegal exclusion pattern", "error parsing regexp"]
            if refusals.contains(where: refusal.contains) { return .refused }
            if refusal.contains("Cannot locate specified Dockerfile") { return .dockerfileLost }
            if Self.isEmptyCopy(refusal) { return .failed }
            throw Failure(message: refusal)
        }
        return .contents(try await contents(of: image))
    }

    /// Whether a build failed because there was nothing to copy.
    static func isEmptyCopy(_ message: String) -> Bool {
        ["no source files were specified", "empty export", "no such file or directory", "not found"].contains(
            where: message.contains)
    }

    /// A name for an image.
    static func name() -> String { "plimsoll-differential-\(UUID().uuidString.lowercased())" }

    /// Reads everything in an image, and removes it.
    func contents(of image: String) async throws -> [String] {
        let saved = try await Subprocess.run(
            .path(executable), arguments: ["save", image], environment: environment,
            output: .bytes(limit: 1 << 28), error: .string(limit: 1 << 20))
        _ = try await docker("rmi", "--force", image)
        guard saved.terminationStatus.isSuccess else {
            // An image without a layer cannot be saved.
            if saved.standardError.contains("empty export") { return [] }
            throw Failure(message: saved.standardError)
        }
        return try ImageContents.lines(ofSaved: saved.standardOutput)
    }

    /// The client's version, such as `20.10.24+dfsg1`.
    func version() async throws -> String {
        let answer = try await docker("version", "--format", "{{.Client.Version}}")
        guard answer.failure == nil else { throw Failure(message: answer.failure ?? answer.output) }
        return answer.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private var environment: Environment {
        .inherit.updating(["DOCKER_HOST": engine, "DOCKER_BUILDKIT": usesBuildKit ? "1" : "0", "LC_ALL": "C"])
    }

    private func docker(_ arguments: String...) async throws -> (output: String, failure: String?) {
        let result = try await Subprocess.run(
            .path(executable), arguments: Arguments(arguments), environment: environment,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        let isFailure = !result.terminationStatus.isSuccess
        return (result.standardOutput, isFailure ? result.standardError : nil)
    }
}
