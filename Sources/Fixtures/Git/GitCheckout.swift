import Foundation
import SystemPackage

/// A work tree of its own for another repository's revisions. The repository's objects are borrowed (as by `git clone
/// --shared`); its references, index and working copy are never touched. There is no `.git` in the tree: it would be part of
/// the context, and differ with every revision.
struct GitCheckout: Sendable {
    /// The tree.
    let root: FilePath
    /// Its own repository beside the tree, in which nobody else works.
    private let repository: FilePath
    private let git: GitCommand
    private let dockerfile: String?
    private let source: ObjectSource
    private let submodules: SubmoduleCheckout

    /// Makes an empty tree `tree` in a directory, and beside it a repository that borrows the objects of `repository`.
    /// `dockerfile` must be in every revision; nil when it is outside. Throws `FixtureError`.
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
            throw FixtureError(
                .gitFailed, "\(repository) cannot be checked out below \(directory): \(error)", cause: error)
        }
        return GitCheckout(
            root: root, repository: own, git: git, dockerfile: dockerfile, source: objectSource,
            submodules: SubmoduleCheckout(indexes: own.appending("submodules")))
    }

    /// Brings the tree to a commit. Throws `FixtureError`: `revisionUnknown`, `dockerfileMissing`.
    func checkOut(_ commit: String) async throws {
        // A git that was ended with the job before left its locks.
        for lock in ["index.lock", "HEAD.lock"] {
            try? FileManager.default.removeItem(atPath: repository.appending(lock).string)
        }
        do {
            _ = try await git.run(["checkout", "--quiet", "--force", "--detach", commit])
            _ = try await git.run(["clean", "--quiet", "-ffdx"])
            // What is missing was told when the run began.
            _ = try await submodules.fill(root, at: commit, from: source)
        } catch let refusal as GitCommand.Refusal {
            let clone = try await CloneKind.of(source.git)
            throw FixtureError(
                .revisionUnknown,
                "revision \(commit) cannot be checked out: \(refusal); fetch it into the repository\(clone.advice)",
                cause: refusal)
        }
        if let dockerfile, (try? FileStatus(root.appending(dockerfile)))?.isRegularFile != true {
            throw FixtureError(
                .dockerfileMissing,
                "revision \(commit) has no \(dockerfile); begin the range later, or use a Dockerfile outside the repository"
            )
        }
    }

    /// Paths in the tree that the revision does not have; of a directory only itself. Throws `FixtureError`.
    func strangers() async throws -> [String] {
        do {
            let listed = try await git.run(["status", "--porcelain", "-z", "--ignored", "--untracked-files=normal"])
            return listed.split(separator: 0).compactMap { entry in
                let line = String(decoding: entry, as: UTF8.self)
                guard line.hasPrefix("?? ") || line.hasPrefix("!! ") else { return nil }
                return line.hasSuffix("/") ? String(line.dropFirst(3).dropLast()) : String(line.dropFirst(3))
            }.sorted()
        } catch let refusal as GitCommand.Refusal {
            throw FixtureError(.gitFailed, "\(root) cannot be compared with its revision: \(refusal)", cause: refusal)
        }
    }
}
