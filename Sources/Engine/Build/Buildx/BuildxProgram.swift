import Foundation
import Glibc
import Model
import Subprocess
import SystemPackage

/// The buildx of a host: docker's plugin, which also runs on its own.
package struct BuildxProgram: Sendable, Equatable {
    /// The variable that names it, where it is none of the usual places.
    package static let variable = "PLIMSOLL_BUILDX"
    /// The oldest that reports a build as JSON.
    private static let oldest = (major: 0, minor: 13)
    /// Where packages put docker's plugins; the first is Debian's.
    private static let folders = [
        "/usr/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins", "/usr/local/libexec/docker/cli-plugins",
        "/usr/local/lib/docker/cli-plugins",
    ]

    package let path: String
    /// As it reports itself, such as `0.13.1+ds1`.
    package let version: String

    /// Finds it, and asks it for its version.
    /// - Parameter environment: of this process.
    /// - Throws: `BuildxError` (`missing`, `tooOld`, `failed`).
    package static func find(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> BuildxProgram {
        let places = places(environment)
        guard let path = places.first(where: { access($0, X_OK) == 0 }) else {
            let named = environment[variable].map { ": \($0), as \(variable) names it," } ?? ""
            throw BuildxError(
                .missing,
                "builder buildx needs docker's plugin buildx, which\(named) is not there: install docker-buildx, or name the "
                    + "program by \(variable)")
        }
        return try await at(path)
    }

    /// The program at a path. Throws as ``find(environment:)``.
    package static func at(_ path: String) async throws -> BuildxProgram {
        let output: String
        do {
            let result = try await Subprocess.run(
                .path(FilePath(path)), arguments: ["version"], output: .string(limit: 65_536),
                error: .string(limit: 65_536))
            output = result.standardOutput
            guard result.terminationStatus.isSuccess else {
                throw BuildxError(.failed, "\(path) does not tell its version", cause: result.standardError)
            }
        } catch let error as SubprocessError {
            throw BuildxError(.failed, "\(path) cannot be run", cause: "\(error)")
        }
        guard let version = version(in: output) else {
            throw BuildxError(.failed, "\(path) does not seem to be buildx", cause: output)
        }
        guard let number = numbers(version), number >= oldest else {
            throw BuildxError(
                .tooOld,
                "\(path) is buildx \(version), and builder buildx needs \(oldest.major).\(oldest.minor) or newer")
        }
        return BuildxProgram(path: path, version: version)
    }

    /// In the order in which they are tried. One that is named is the only one.
    package static func places(_ environment: [String: String]) -> [String] {
        if let named = environment[variable], !named.isEmpty { return [named] }
        let home = environment["DOCKER_CONFIG"] ?? environment["HOME"].map { $0 + "/.docker" }
        let own = home.map { [$0 + "/cli-plugins"] } ?? []
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return (own + folders + path).map { $0 + "/docker-buildx" }
    }

    /// Reads `github.com/docker/buildx v0.29.1 …`, with or without the letter.
    static func version(in output: String) -> String? {
        let words = output.split(whereSeparator: \.isWhitespace)
        guard words.count > 1, words[0].hasSuffix("docker/buildx") else { return nil }
        return String(words[1].first == "v" ? words[1].dropFirst() : words[1])
    }

    private static func numbers(_ version: String) -> (Int, Int)? {
        let parts = version.split(separator: ".").prefix(2).compactMap { Int($0) }
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
}

package typealias BuildxError = CodedError<BuildxProblem>

package enum BuildxProblem: String, Sendable {
    case missing, tooOld = "too_old"
    /// It could not be run, or did not do as it says.
    case failed
    /// The engine has no BuildKit.
    case noBuildKit = "no_buildkit"
    /// The engine's images cannot hold the attestation that is asked for.
    case noAttestations = "no_attestations"
    /// A secret's file or variable is not there.
    case secretMissing = "secret_missing"
}
