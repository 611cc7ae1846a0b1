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

extension Fixture {
    /// What the fixture and a trace of it were resolved to.
    /// - Throws: `FixtureError` (`gitFailed`, `unreadable`).
    package func resolved(_ trace: Trace) async throws -> ResolvedSource {
        let external = try externalDockerfile.map { path in
            guard let bytes = FileManager.default.contents(atPath: path.string) else {
                throw FixtureError(.unreadable, "\(path) cannot be read; make it readable")
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        let replayed = trace.changes.filter { $0.repetition == nil }
        let revisions: [ResolvedSource.Revision] =
            if let repository {
                try await GitHistory.described(replayed.map(\.revision), repository: repository)
            } else {
                replayed.prefix(1).map { ResolvedSource.Revision(id: $0.revision) }
            }
        return ResolvedSource(
            fixture: name, revisions: revisions, dockerfile: dockerfile, externalDockerfile: external,
            context: context, command: command)
    }
}

extension GitHistory {
    /// Commits with the first lines of their messages and their times.
    fileprivate static func described(
        _ commits: [String], repository: String
    ) async throws -> [ResolvedSource.Revision] {
        let git = try await open(repository)
        let list = ["log", "--no-walk=unsorted", "--stdin", "--format=%H%x00%ct%x00%s%x00"]
        let output = try await git.run(list, input: commits.map { "\($0)\n" }.joined()) {
            FixtureError(.gitFailed, "git cannot describe the commits of \(repository): \($0)")
        }
        let fields = output.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines)
        }
        return stride(from: 0, to: fields.count - 3, by: 3).map {
            ResolvedSource.Revision(id: fields[$0], subject: fields[$0 + 2], time: Double(fields[$0 + 1]))
        }
    }
}
