import Foundation
import Model
import Subprocess
import SystemPackage

/// A separate work tree for another repository's revisions. It borrows the repository's objects (as `git clone
/// --shared` does), and never touches its references, index and working copy. There is no `.git` in the tree: it would
/// be part of the context, and differ with every revision.
struct GitCheckout: Sendable {
    let root: FilePath
    /// Its own repository beside the tree, used by nothing else.
    private let repository: FilePath
    private let git: GitCommand
    private let dockerfile: String?
    private let source: ObjectSource
    private let submodules: SubmoduleCheckout
    var roundFile = RoundFile(folder: "", stream: "")

    /// Makes an empty tree `tree` in a directory, and beside it a repository that borrows the objects of `repository`.
    /// `dockerfile` must be in every revision; nil if it is outside. Throws `FixtureError`.
    static func make(in directory: FilePath, of repository: String, dockerfile: String?) async throws -> GitCheckout {
        let root = directory.appending("tree")
        let own = directory.appending("git")
        guard let objectSource = try await ObjectSource.at(repository) else {
            throw FixtureError(.notARepository, "no git repository at \(repository); name the path of a clone")
        }
        let git = GitCommand(repository: own, workTree: root, largeFiles: objectSource.largeFiles)
        do {
            let source = GitCommand(in: repository)
            let format = try await source.line(["rev-parse", "--show-object-format"])
            let objects = try await source.line(["rev-parse", "--path-format=absolute", "--git-path", "objects"])
            try FileManager.default.createDirectory(atPath: root.string, withIntermediateDirectories: true)
            _ = try await git.run(["init", "--quiet", "--template=", "--object-format=\(format)"])
            try FileManager.default.createDirectory(
                atPath: own.appending("objects/info").string, withIntermediateDirectories: true)
            try FileBytes.write(Array("\(objects)\n".utf8), to: own.appending("objects/info/alternates"))
        } catch let error where !(error is FixtureError || error is CancellationError) {
            throw FixtureError(.gitFailed, "\(repository) cannot be checked out below \(directory): \(error)")
        }
        return GitCheckout(
            root: root, repository: own, git: git, dockerfile: dockerfile, source: objectSource,
            submodules: SubmoduleCheckout(indexes: own.appending("submodules")))
    }

    /// Brings the tree to a commit. Throws `FixtureError`: `revisionUnknown`, `dockerfileMissing`.
    func checkOut(_ commit: String) async throws {
        // A git process that was killed with the previous job left its locks.
        for lock in ["index.lock", "HEAD.lock"] {
            try? FileManager.default.removeItem(atPath: repository.appending(lock).string)
        }
        do {
            _ = try await git.run(["checkout", "--quiet", "--force", "--detach", commit])
            _ = try await git.run(["clean", "--quiet", "-ffdx"])
            // Missing contents were reported when the run began.
            _ = try await submodules.fill(root, at: commit, from: source)
        } catch let refusal as GitCommand.Refusal {
            let clone = try await CloneKind.of(source.git)
            throw FixtureError(
                .revisionUnknown,
                "revision \(commit) cannot be checked out: \(refusal); fetch it into the repository\(clone.advice)")
        }
        if let dockerfile, (try? FileStatus(root.appending(dockerfile)))?.isRegularFile != true {
            throw FixtureError(
                .dockerfileMissing,
                "revision \(commit) has no \(dockerfile); begin the range later, or use a Dockerfile outside the repository"
            )
        }
    }

    /// Paths in the tree that the revision does not have; directories without their content. Throws `FixtureError`.
    func strangers() async throws -> [String] {
        let listed = try await git.run(["status", "--porcelain", "-z", "--ignored", "--untracked-files=normal"]) {
            FixtureError(.gitFailed, "\(root) cannot be compared with its revision: \($0)")
        }
        return listed.split(separator: 0).compactMap { entry in
            let line = String(decoding: entry, as: UTF8.self)
            guard line.hasPrefix("?? ") || line.hasPrefix("!! ") else { return nil }
            guard !roundFile.explains(line.dropFirst(3)) else { return nil }
            return line.hasSuffix("/") ? String(line.dropFirst(3).dropLast()) : String(line.dropFirst(3))
        }.sorted()
    }
}

/// How much of its history a clone has.
package enum CloneKind: Sendable {
    /// A partial one fetches files only on demand, which a replay does not do.
    case whole, shallow, partial

    static func of(_ git: GitCommand) async throws -> CloneKind {
        if try await git.answer(["rev-parse", "--is-shallow-repository"]) == "true" { return .shallow }
        let promisors = ["config", "--get-regexp", "^(remote\\..*\\.promisor|extensions\\.partialclone)$"]
        return try await git.answer(promisors)?.isEmpty ?? true ? .whole : .partial
    }

    /// What it is and how to get the rest, as a suffix of an error message; empty for a whole clone.
    package var advice: String {
        switch self {
        case .whole: ""
        case .shallow: "; the clone is shallow: run git fetch --unshallow in it"
        case .partial: "; the clone is partial (it was made with --filter): clone it anew without --filter"
        }
    }
}

/// Runs git, the same on every machine: no configuration except the repository's own, no prompt, no hook, no lock taken.
/// `safe.directory=*`: a CI worker replays repositories that belong to another user. That check guards against programs
/// named in the repository's configuration, which the plumbing used here does not run.
struct GitCommand: Sendable {
    struct Refusal: Error, CustomStringConvertible { let description: String }

    private static let outputLimit = 256 * 1024 * 1024
    /// A checkout's modes are 644 and 755, whatever the caller's umask: they become the modes in the image.
    private static let shell = ["-c", "umask 022; exec git \"$@\"", "git"]
    private let options: [String]
    private let index: FilePath?

    init(in repository: String) {
        (options, index) = (["-C", repository], nil)
    }

    /// git with a separate repository and work tree.
    /// - Parameter index: the index, if not the repository's own.
    /// - Parameter largeFiles: where git LFS keeps the objects of this repository.
    init(repository: FilePath, workTree: FilePath, index: FilePath? = nil, largeFiles: FilePath? = nil) {
        options = (largeFiles.map(LargeFiles.options) ?? []) + ["--git-dir=\(repository)", "--work-tree=\(workTree)"]
        self.index = index
    }

    /// git's output. Throws `Refusal` with git's own words, `FixtureError` (`gitFailed`), `CancellationError`.
    func run(_ arguments: [String], input: String = "") async throws -> [UInt8] {
        let fixed = ["-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]
        let result: ExecutionResult<Void, BytesOutput, StringOutput<UTF8>>
        do {
            result = try await Subprocess.run(
                .path("/bin/sh"), arguments: Arguments(Self.shell + fixed + options + arguments),
                environment: environment,
                input: .string(input), output: .bytes(limit: Self.outputLimit), error: .string(limit: 1024 * 1024))
        } catch {
            throw FixtureError(.gitFailed, "git cannot be run (\(error)); install git")
        }
        try Task.checkCancellation()
        guard result.terminationStatus.isSuccess else {
            let lines = result.standardError.split(separator: "\n")
            throw Refusal(description: lines.first.map(String.init) ?? "\(result.terminationStatus)")
        }
        return result.standardOutput
    }

    /// git's output; what it refuses becomes an error. Throws as ``run(_:input:)``.
    func run(
        _ arguments: [String], input: String = "", refused: (Refusal) -> FixtureError
    ) async throws -> [UInt8] {
        do { return try await run(arguments, input: input) } catch let refusal as Refusal { throw refused(refusal) }
    }

    /// One line; nil if git refuses.
    func answer(_ arguments: [String]) async throws -> String? {
        do { return try await line(arguments) } catch is Refusal { return nil }
    }

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
