import Fixtures
import Foundation
import Subprocess
import Testing

@testable import Commands
@testable import SyntheticRuns

/// What a run says of failures that are no news.
@Suite struct ExpectedFailureTextTests {
    private func summary(expected: Int) throws -> String {
        var run = SyntheticRun()
        run.plant([1, 1])
        run.plant([1, 1, 1]) { $0.outcome = .buildFailed }
        let summary = try #require(try run.database().latestRun())
        return summary.text(full: 0, faulty: 0, expected: expected, end: .finished, database: "x")
    }

    @Test func theSummaryTellsHowManyFailedAsExpected() throws {
        #expect(try summary(expected: 2).contains("5 measured, 0 warm-ups, 3 not succeeded, 2 of them expected\n"))
        #expect(try summary(expected: 0).contains("3 not succeeded\n"))
    }

    @Test func anEntryThatMatchesNoRevisionIsNamed() async throws {
        try await CommandLines.withFolder { folder in
            let script = """
                set -e; cd '\(folder)'; export GIT_CONFIG_GLOBAL=/dev/null
                export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
                git init --quiet --initial-branch=main; git commit --quiet --allow-empty --message 'WIP: a'
                """
            let result = try await Subprocess.run(
                .path("/bin/sh"), arguments: ["-c", script], output: .discarded, error: .string(limit: 1 << 16))
            try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
            let fixture = try await Fixture.git(
                name: "tool", repository: folder, revisions: "main", dockerfile: "Dockerfile.ci",
                expectedFailures: ["*WIP*", "*WPI*", "\u{1B}[2J"])
            #expect(
                fixture.unmatchedFailures == [
                    "tool: '*WPI*' of expected_failures matches no revision of the range: correct the entry or remove it",
                    "tool: '\\u{1B}[2J' of expected_failures matches no revision of the range: correct the entry or remove it",
                ])
        }
    }
}
