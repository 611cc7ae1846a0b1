import Foundation
import Model

/// What became of a baseline's revisions in today's history of their repository.
package enum PinnedHistory: Sendable, Equatable {
    /// The last of them is in today's history; these commits follow it along the first parents, the oldest first.
    case continued(new: [String])
    /// It is not: the history was written anew, or the range ends on another branch.
    case rewritten

    /// - Parameters:
    ///   - range: as the scenario writes it; its end is today's state.
    ///   - last: the newest commit that the baseline replayed.
    /// - Throws: `FixtureError`.
    package static func of(repository: String, range: String, last: String) async throws -> PinnedHistory {
        let git = try await GitHistory.open(repository)
        let clone = try await CloneKind.of(git)
        guard let newest = try await GitHistory.commits(git, range, clone, longest: 1).last?.commit,
            try await git.answer(["merge-base", "--is-ancestor", last, newest]) != nil
        else { return .rewritten }
        if newest == last { return .continued(new: []) }
        return .continued(new: try await GitHistory.commits(git, "\(last)..\(newest)", clone).map(\.commit))
    }
}

extension PinnedHistory {
    /// Those of some commits that a repository does not have, and how much of its history it is.
    /// - Parameter commits: whole ids.
    /// - Throws: `FixtureError`.
    package static func missing(
        _ commits: [String], repository: String
    ) async throws -> (commits: Set<String>, clone: CloneKind) {
        let git = try await GitHistory.open(repository)
        let input = commits.map { "\($0)^{commit}\n" }.joined()
        let output = try await git.run(["cat-file", "--batch-check"], input: input) {
            FixtureError(.gitFailed, "git cannot look commits up in \(repository): \($0)")
        }
        let answers = output.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        let found = zip(commits, answers).filter { $1.hasSuffix(" missing") }.map(\.0)
        return (Set(found), try await CloneKind.of(git))
    }
}

extension Fixture {
    /// What the fixture and a trace of it were resolved to.
    /// - Throws: `FixtureError` (`unreadable`).
    package func resolved(_ trace: Trace) throws -> ResolvedSource {
        let external = try externalDockerfile.map { try Self.text(of: $0.string) }
        let ignore = externalDockerfile.map { $0.string + ".dockerignore" }
            .flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
        let replayed = trace.changes.filter { $0.repetition == nil }.map(\.revision)
        let known = Dictionary(revisions.map { ($0.commit, $0) }) { first, _ in first }
        let revisions = (isGit ? replayed : Array(replayed.prefix(1))).map { id in
            ResolvedSource.Revision(id: id, subject: known[id]?.subject ?? "", time: known[id]?.time)
        }
        return ResolvedSource(
            fixture: name, revisions: revisions, dockerfile: dockerfile, externalDockerfile: external,
            externalIgnoreFile: try ignore.map(Self.text), context: context, command: command)
    }

    private static func text(of path: String) throws -> String {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw FixtureError(.unreadable, "\(path) cannot be read; make it readable")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
