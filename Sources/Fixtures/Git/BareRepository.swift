import Foundation

/// A repository without a working copy, to which commits are written directly.
package struct BareRepository: Sendable {
    package struct Commit: Sendable {
        package var subject: String
        /// In seconds since 1970.
        package var time: Int
        /// The whole text of each file that it changes, by path.
        package var files: [String: String]
        /// Which of these files can be executed.
        package var executable: Set<String>
        package var removed: Set<String>

        package init(
            subject: String, time: Int, files: [String: String], executable: Set<String> = [], removed: Set<String> = []
        ) {
            (self.subject, self.time, self.files) = (subject, time, files)
            (self.executable, self.removed) = (executable, removed)
        }
    }

    package let path: String
    private var git: GitCommand { GitCommand(in: path) }

    private init(path: String) { self.path = path }

    /// Makes one without commits, in a folder that does not exist yet.
    /// - Throws: `FixtureError` (`gitFailed`), `CocoaError`.
    package static func create(at path: String) async throws -> BareRepository {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let repository = BareRepository(path: path)
        _ = try await repository.git.run(["init", "--quiet", "--bare", "--initial-branch=main"]) {
            FixtureError(.gitFailed, "git cannot make a repository in \(path): \($0)")
        }
        return repository
    }

    /// Writes commits, the oldest first, and moves a branch to the last of them.
    /// - Parameter parent: the commit that they follow; nil: they are a history of their own.
    /// - Returns: the id of the last commit. The same commits have the same ids.
    /// - Throws: `FixtureError` (`gitFailed`).
    package func write(
        _ commits: [Commit], to branch: String = "main", after parent: String? = nil
    ) async throws
        -> String
    {
        func refusal(_ refusal: GitCommand.Refusal) -> FixtureError {
            FixtureError(.gitFailed, "git cannot write commits to \(path): \(refusal)")
        }
        var stream = "reset refs/heads/\(branch)\n" + (parent.map { "from \($0)\n" } ?? "") + "\n"
        for commit in commits { stream += Self.text(of: commit, on: branch) }
        _ = try await git.run(["fast-import", "--quiet", "--force"], input: stream, refused: refusal)
        let id = try await git.run(["rev-parse", "refs/heads/\(branch)"], refused: refusal)
        return String(decoding: id, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// As `git fast-import` reads it.
    private static func text(of commit: Commit, on branch: String) -> String {
        func data(_ text: String) -> String { "data \(text.utf8.count)\n\(text)\n" }
        let head = "commit refs/heads/\(branch)\ncommitter Plimsoll <plimsoll@localhost> \(commit.time) +0000\n"
        let files = commit.files.sorted { $0.key < $1.key }.map { path, text in
            "M \(commit.executable.contains(path) ? 100755 : 100644) inline \(path)\n" + data(text)
        }
        let removals = commit.removed.sorted().map { "D \($0)\n" }
        return head + data(commit.subject + "\n") + (files + removals).joined() + "\n"
    }
}
