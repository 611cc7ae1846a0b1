import Foundation
import Subprocess
import SystemPackage

/// The docker command-line client: the reference for what a context holds.
struct DockerClient {
    /// What it made of a context.
    enum Answer: Equatable {
        /// It did not send the Dockerfile.
        case dockerfileLost
        /// It refused the ignore file.
        case refused
        /// The paths of the image that holds everything it sent.
        case paths(Set<String>)
    }

    struct Failure: Error {
        let message: String
    }

    let engine: String
    let executable: FilePath
    let usesBuildKit: Bool

    /// Builds an image of everything in the context, lists it, and removes it again.
    func paths(in root: FilePath, dockerfile: String) async throws -> Answer {
        let image = "plimsoll-differential-\(UUID().uuidString.lowercased())"
        let build = try await docker(
            "build", "--quiet", "--label", "plimsoll.differential", "--tag", image, "--file",
            root.appending(dockerfile).string, root.string)
        if let refusal = build.failure {
            let refusals = ["syntax error in pattern", "illegal exclusion pattern", "error parsing regexp"]
            if refusals.contains(where: refusal.contains) { return .refused }
            if refusal.contains("Cannot locate specified Dockerfile") { return .dockerfileLost }
            throw Failure(message: refusal)
        }
        let pipe = "\"$0\" save \(image) | tar -xO --wildcards '*/layer.tar' | tar -t --quoting-style=literal"
        let list = try await run(.path("/bin/sh"), ["-c", "set -e; \(pipe)", executable.string])
        _ = try await docker("rmi", "--force", image)
        if let failure = list.failure, !failure.contains("empty export") { throw Failure(message: failure) }
        let names = list.output.split(separator: "\n").map { $0.hasSuffix("/") ? $0.dropLast() : $0 }
        return .paths(Set(names.map(String.init)))
    }

    /// The client's version, such as `20.10.24+dfsg1`, and the engine's.
    func versions() async throws -> (client: String, engine: String) {
        let answer = try await docker("version", "--format", "{{.Client.Version}} {{.Server.Version}}")
        let words = answer.output.split(whereSeparator: \.isWhitespace).map(String.init)
        guard answer.failure == nil, words.count == 2 else { throw Failure(message: answer.failure ?? answer.output) }
        return (words[0], words[1])
    }

    private func docker(_ arguments: String...) async throws -> (output: String, failure: String?) {
        try await run(.path(executable), arguments)
    }

    private func run(_ program: Executable, _ arguments: [String]) async throws -> (output: String, failure: String?) {
        let result = try await Subprocess.run(
            program, arguments: Arguments(arguments),
            environment: .inherit.updating([
                "DOCKER_HOST": engine, "DOCKER_BUILDKIT": usesBuildKit ? "1" : "0", "LC_ALL": "C",
            ]),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        let isFailure = !result.terminationStatus.isSuccess || result.standardError.contains("empty export")
        return (result.standardOutput, isFailure ? result.standardError : nil)
    }
}
