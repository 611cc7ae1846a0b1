import Foundation
import Subprocess
import SystemPackage

/// Runs git, the same on every machine: no configuration but the repository's own, no prompt, no hook, no lock taken.
///
/// `safe.directory=*`: a CI worker replays repositories that belong to another user. What that check protects from,
/// programs named in the repository's configuration, is not run by the plumbing that is used here.
struct GitCommand: Sendable {
    /// How a command ended that git itself called a failure.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    private static let outputLimit = 256 * 1024 * 1024
    /// A checkout's modes are 644 and 755, whatever the caller's umask is: they become the modes in the image.
    private static let shell = ["-c", "umask 022; exec git \"$@\"", "git"]
    private let options: [String]
    private let index: FilePath?

    /// git at work in a repository, as `-C` takes it.
    init(in repository: String) {
        options = ["-C", repository]
        index = nil
    }

    /// git with a repository and a work tree that are kept apart.
    ///
    /// - Parameters:
    ///   - index: the index, where it is not the repository's own.
    ///   - largeFiles: where git LFS keeps the objects of this repository.
    init(repository: FilePath, workTree: FilePath, index: FilePath? = nil, largeFiles: FilePath? = nil) {
        options =
            (largeFiles.map(LargeFiles.options) ?? []) + ["--git-dir=\(repository)", "--work-tree=\(workTree)"]
        self.index = index
    }

    /// What git prints. Throws `Refusal` with git's own words, `FixtureError` (`gitFailed`), `CancellationError`.
    func run(_ arguments: [String], input: String = "") async throws -> [UInt8] {
        let fixed = ["-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]
        let result: ExecutionResult<Void, BytesOutput, StringOutput<UTF8>>
        do {
            result = try await Subprocess.run(
                .path("/bin/sh"), arguments: Arguments(Self.shell + fixed + options + arguments),
                environment: environment,
                input: .string(input), output: .bytes(limit: Self.outputLimit), error: .string(limit: 1024 * 1024))
        } catch {
            throw FixtureError(.gitFailed, "git cannot be run (\(error)); install git", cause: error)
        }
        try Task.checkCancellation()
        guard result.terminationStatus.isSuccess else {
            let lines = result.standardError.split(separator: "\n")
            throw Refusal(description: lines.first.map(String.init) ?? "\(result.terminationStatus)")
        }
        return result.standardOutput
    }

    /// What git prints, without the line's end.
    func line(_ arguments: [String]) async throws -> String {
        String(decoding: try await run(arguments), as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    private var environment: Environment {
        var variables: [Environment.Key: String] = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_ATTR_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1",
        ]
        if let index { variables["GIT_INDEX_FILE"] = index.string }
        return .custom(variables)
    }
}
