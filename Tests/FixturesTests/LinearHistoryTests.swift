import Foundation
import Subprocess
import SystemPackage
import Testing

@testable import Fixtures

/// The commits between two, along the first parents.
@Suite struct LinearHistoryTests {
    /// A history with a merge: first, second, merge of a side of two commits, last.
    private func withRepository(_ body: (String) async throws -> Void) async throws {
        try await Scratch.with { scratch in
            let script = """
                set -e
                commit() { git commit --quiet --allow-empty --message "$1"; }
                git init --quiet --initial-branch=main; commit first; commit "second: Größe"
                git checkout --quiet -b side; commit side0; commit side1
                git checkout --quiet main; git merge --quiet --no-ff --message merge side; commit last
                """
            let result = try await run(
                .path("/bin/sh"), arguments: ["-c", script],
                environment: .inherit.updating([
                    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a",
                    "GIT_COMMITTER_EMAIL": "a@b", "GIT_CONFIG_GLOBAL": "/dev/null",
                    "GIT_AUTHOR_DATE": "2016-11-22T10:00:00+01:00",
                ]),
                workingDirectory: scratch.root, output: .discarded, error: .string(limit: 1 << 16))
            #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
            try await body(scratch.root.string)
        }
    }

    private func failure(_ base: String, _ head: String, _ repository: String) async -> FixtureError? {
        do {
            _ = try await LinearHistory.read(from: base, to: head, repository: repository)
            return nil
        } catch { return error as? FixtureError }
    }

    @Test func theCommitsComeOldestFirstWithSubjectAuthorDateAndParents() async throws {
        try await withRepository { repository in
            let history = try await LinearHistory.read(from: "main~3", to: "main", repository: repository)
            #expect(history.base.subject == "first" && history.base.parents.isEmpty)
            #expect(history.commits.map(\.subject) == ["second: Größe", "merge", "last"])
            #expect(history.commits.map(\.isMerge) == [false, true, false])
            #expect(history.commits.allSatisfy { $0.authored == "2016-11-22T10:00:00+01:00" })
            #expect(zip(history.commits, [history.base] + history.commits).allSatisfy { $0.parents.first == $1.id })
        }
    }

    @Test func aBaseBesideTheFirstParentsIsRefusedWithTheOneToTake() async throws {
        try await withRepository { repository in
            let second = try await LinearHistory.read(from: "main~3", to: "main", repository: repository).commits[0]
            let failure = await failure("side", "main", repository)
            #expect(failure?.code == .revisionUnknown)
            #expect(failure?.message.contains(second.id.prefix(12)) == true, "\(String(describing: failure))")
        }
    }

    @Test func unknownRevisionsAndEmptyRangesAreRefused() async throws {
        try await withRepository { repository in
            #expect(await failure("main", "main", repository)?.code == .rangeEmpty)
            #expect(await failure("main", "main~1", repository)?.code == .rangeEmpty)
            #expect(await failure("nowhere", "main", repository)?.code == .revisionUnknown)
            #expect(await failure("--all", "main", repository)?.code == .revisionUnknown)
            #expect(await failure("main~1", "main", repository + "/none")?.code == .notARepository)
        }
    }
}
