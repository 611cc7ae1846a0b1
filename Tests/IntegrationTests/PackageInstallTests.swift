import Foundation
import Testing

extension IntegrationTests {
    /// A Dockerfile of one's own upon the base image installs packages that nobody listed, on an engine of its own and on a named
    /// one, with and without bundled fixtures beside it.
    @Suite(.serialized, .timeLimit(.minutes(10))) struct PackageInstallTests {
        private static let dockerfile = """
            FROM plimsoll/base:bookworm
            RUN apt-get update && apt-get install -y --no-install-recommends hello
            RUN useradd --create-home bob
            USER bob
            CMD ["sh", "-c", "hello > $HOME/greeting && grep -q Hello /home/bob/greeting"]

            """

        private func trial(_ body: (Trial) async throws -> Void) async throws {
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": Self.dockerfile, "f": "1"])
                try await trial.commit(["f": "2"])
                try await body(trial)
            }
        }

        private func scenario(_ trial: Trial, fixtures: String = "", pairs: Int) throws {
            try trial.scratch.write(
                """
                name: trial
                description: A test's own.
                fixtures:
                  - git: {name: own, repository: ../repository, revisions: HEAD, dockerfile: Dockerfile.ci, images: ["plimsoll/base:bookworm"]}
                \(fixtures)
                factors: {builder: [legacy, buildkit]}
                workload: {timeout: 5m}
                \(pairs > 0 ? "reference: direct" : "")
                profiles: {quick: {changes: 1, pairs: \(pairs)}}
                """, to: "scenarios/trial.yaml")
        }

        /// The state directory is the tests' own: the base image is in it already.
        private func run(_ trial: Trial, _ more: [String] = []) async throws -> PlimsollCommand.Ended {
            try await PlimsollCommand.run(
                ["run", trial.scratch.plain("scenarios/trial.yaml"), "--db", trial.database, "--state", ".plimsoll"]
                    + more)
        }

        @Test func onAnEngineOfItsOwnAndWithoutAnEngineToo() async throws {
            try await trial { trial in
                try scenario(trial, pairs: 1)
                let ended = try await run(trial)
                #expect(ended.code == 0, "\(ended.messages)")
                let rows = try await trial.sql(
                    "select direct_outcome, direct_status from job_view where direct_outcome <> ''")
                #expect(rows == ["succeeded|0", "succeeded|0"], "\(ended.messages)")
            }
        }

        @Test func onANamedEngineBesideABundledFixture() async throws {
            try await trial { trial in
                try trial.scratch.write(
                    """
                    description: A test's own.
                    directory: listed
                    dockerfile: Dockerfile.ci
                    images: [plimsoll/base:bookworm]
                    trace:
                      population: {source: 1}
                      changes: {source: [append: {files: [f], text: "{{index}}"}]}
                    """, to: "fixtures/listed.yaml")
                try trial.scratch.write("apt: [make]\n", to: "fixtures/packages.yaml")
                // Of the mirror's packages only what is listed is there.
                try trial.scratch.write(
                    """
                    FROM plimsoll/base:bookworm
                    RUN apt-get update && apt-get install -y make && ! apt-get install -y hello
                    COPY f /f
                    CMD ["true"]

                    """, to: "fixtures/listed/Dockerfile.ci")
                try trial.scratch.write("1\n", to: "fixtures/listed/f")
                try scenario(trial, fixtures: "  - listed", pairs: 0)
                let ended = try await run(trial, ["--engine", trial.engine])
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(
                    try await trial.sql("select fixture, outcome from job_view group by 1, 2")
                        == ["listed|succeeded", "own|succeeded"], "\(ended.messages)")
                let left = try await TestEngine.withClient { client in
                    try await client.containers(filters: ["label": ["plimsoll.packages"]]).count
                }
                #expect(left == 0)
            }
        }
    }
}
