import Foundation
import Testing

extension IntegrationTests {
    /// A commit that is known to fail is no news.
    @Suite(.serialized) struct ExpectedFailureRunTests {
        /// Replays three revisions, of which the second cannot be built.
        private func replay(
            expecting entry: (_ broken: String) -> String
        ) async throws -> (ended: PlimsollCommand.Ended, junit: String) {
            try await Trial.with { trial in
                let dockerfile = "FROM tiny:1\nCOPY . /src\nRUN sh /src/step\nCMD [\"true\"]\n"
                try await trial.commit(["Dockerfile.ci": dockerfile, "step": "true"])
                try await trial.commit(["step": "exit 3"])
                let broken = try await Shell.run("git -C \(trial.scratch.path("repository")) rev-parse --short=7 HEAD")
                try await trial.commit(["step": "echo mended"])
                let listed = entry(broken.trimmingCharacters(in: .newlines))
                try trial.scratch.write(
                    """
                    name: trial
                    fixtures:
                      - git: {name: trial, repository: repository, expected_failures: ["\(listed)"]}
                    factors: {builder: [buildkit]}
                    workload: {timeout: 60s}
                    profiles: {quick: {changes: 2}}
                    """, to: "scenario.yaml")
                let ended = try await trial.run()
                #expect(
                    try await trial.sql(
                        "select outcome, count(*) from job_view where outcome <> 'succeeded' group by 1")
                        == ["build_failed|1"], "\(ended.messages)")
                let junit = try await PlimsollCommand.run(["export", "--format", "junit", "--db", trial.database])
                return (ended, junit.output)
            }
        }

        @Test func anExpectedFailureLeavesTheStatusAndJUnitGreen() async throws {
            let (ended, junit) = try await replay { $0 }
            #expect(ended.code == 0, "\(ended.messages)")
            #expect(ended.output.contains("1 not succeeded, 1 of them expected\n"), "\(ended.output)")
            #expect(!junit.contains("<failure") && junit.contains("ended as build_failed, as expected: "))
            #expect(!ended.messages.contains("expected_failures"), "\(ended.messages)")
        }

        @Test func aMistypedEntryHidesNothingAndIsNamed() async throws {
            let (ended, junit) = try await replay { _ in "*WPI*" }
            #expect(ended.code == 3 && junit.contains("<failure"))
            #expect(
                ended.messages.contains("warning: trial: '*WPI*' of expected_failures matches no revision"),
                "\(ended.messages)")
        }
    }
}
