import Foundation
import Model

/// The commits between two of a repository, along the first parents.
package struct LinearHistory: Sendable, Equatable {
    package struct Commit: Sendable, Equatable {
        package let id: String
        /// The first line of its message.
        package let subject: String
        /// When its author made it, as ISO 8601 in the author's time zone.
        package let authored: String
        package let parents: [String]

        package var isMerge: Bool { parents.count > 1 }

        package init(id: String, subject: String = "", authored: String = "", parents: [String] = []) {
            (self.id, self.subject, self.authored, self.parents) = (id, subject, authored, parents)
        }
    }

    /// What the others come after.
    package let base: Commit
    /// At least one, the oldest first.
    package let commits: [Commit]

    package init(base: Commit, commits: [Commit]) { (self.base, self.commits) = (base, commits) }

    /// - Parameters:
    ///   - base, head: revisions as git takes them.
    /// - Throws: `FixtureError`: `notARepository`, `revisionUnknown`, `rangeEmpty`, `gitFailed`.
    package static func read(from base: String, to head: String, repository: String) async throws -> LinearHistory {
        let git = try await GitHistory.open(repository)
        let clone = try await CloneKind.of(git)
        let first = try await commits(git, ["--no-walk", try await id(of: base, git, clone)])
        let newest = try await id(of: head, git, clone)
        guard let first = first.first else {
            throw FixtureError(.revisionUnknown, "git knows no revision “\(base)”\(clone.advice)")
        }
        let list = try await commits(git, ["--first-parent", "--reverse", "\(first.id)..\(newest)", "--"])
        guard let oldest = list.first else {
            throw FixtureError(
                .rangeEmpty,
                "no commit comes after \(base) in the history of \(head); is the range the wrong way round?")
        }
        guard oldest.parents.first == first.id else {
            let start = oldest.parents.first.map { "; begin the range at \($0.prefix(12)) instead" } ?? ""
            throw FixtureError(
                .revisionUnknown,
                "\(base) is not among the first parents of \(head)\(start)\(clone.advice)")
        }
        return LinearHistory(base: first, commits: list)
    }

    private static func id(of revision: String, _ git: GitCommand, _ clone: CloneKind) async throws -> String {
        guard !revision.hasPrefix("-"),
            let id = try await git.answer(["rev-parse", "--verify", "--quiet", "\(revision)^{commit}"])
        else {
            throw FixtureError(
                .revisionUnknown,
                "git knows no revision “\(revision)”; name a branch, a tag or a commit that it has\(clone.advice)")
        }
        return id
    }

    private static func commits(_ git: GitCommand, _ words: [String]) async throws -> [Commit] {
        let output = try await git.run(["log", "--format=%H%x00%P%x00%aI%x00%s%x00"] + words) {
            FixtureError(.gitFailed, "git cannot list the commits: \($0)")
        }
        let fields = output.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines)
        }
        return stride(from: 0, to: fields.count - 4, by: 4).map {
            Commit(
                id: fields[$0], subject: fields[$0 + 3], authored: fields[$0 + 2],
                parents: fields[$0 + 1].split(separator: " ").map(String.init))
        }
    }
}
