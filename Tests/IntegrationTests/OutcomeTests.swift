import Foundation
import Testing

extension IntegrationTests {
    /// A job that fails is a row that says why, the run goes on, and nothing of it stays on the engine.
    @Suite(.serialized) struct OutcomeTests {
        private func outcome(
            of dockerfile: String, workload: String = "timeout: 60s", artifacts: String = ""
        ) async throws -> (row: [String], ended: PlimsollCommand.Ended) {
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": dockerfile, "f": "1"])
                try await trial.commit(["f": "2"])
                try trial.writeScenario(changes: 1, builders: "buildkit", workload: workload, artifacts: artifacts)
                let ended = try await trial.run()
                let rows = try await trial.sql(
                    "select outcome, failed_phase, replace(failure, char(10), ' '), artifact_bytes from job_view")
                #expect(rows.count == 3, "the run goes on after a failure: \(ended.messages)")
                let ends = Set(rows.map { $0.components(separatedBy: "|").prefix(2).joined(separator: " ") })
                #expect(ends.count == 1, "\(rows)")
                let left = try await TestEngine.withClient { client in
                    try await client.containers(filters: ["label": ["plimsoll=1"]]).count
                }
                #expect(left == 0)
                return (rows.first?.components(separatedBy: "|") ?? [], ended)
            }
        }

        @Test func aFailingBuildIsARowWithTheStepsOutput() async throws {
            let (row, ended) = try await outcome(of: "FROM tiny:1\nCOPY . /src\nRUN echo planted words; exit 3\n")
            #expect(row.prefix(2) == ["build_failed", "build"])
            #expect(ended.code == 3)
            #expect(ended.messages.contains("\n    | planted words\n"), "\(ended.messages)")
            #expect(ended.messages.contains("build_failed"))
        }

        @Test func aFailingCommandIsARowAndItsArtifactsAreKept() async throws {
            let (row, ended) = try await outcome(
                of: "FROM tiny:1\nCOPY . /src\nCMD [\"sh\", \"-c\", \"mkdir /out; echo x > /out/a; exit 7\"]\n",
                artifacts: "/out")
            #expect(row.prefix(3) == ["command_failed", "run", "the command ended with status 7"])
            #expect((Int(row[3]) ?? 0) > 0)
            #expect(ended.code == 3)
        }

        @Test func aCommandThatNeverEndsIsTimedOut() async throws {
            let (row, _) = try await outcome(
                of: "FROM tiny:1\nCOPY . /src\nCMD [\"sleep\", \"600\"]\n", workload: "timeout: 3s")
            #expect(row.prefix(2) == ["timed_out", "run"])
        }

        @Test func aMissingArtifactIsToldByItsPath() async throws {
            let (row, ended) = try await outcome(
                of: "FROM tiny:1\nCOPY . /src\nCMD [\"true\"]\n", artifacts: "/nowhere/to be found")
            #expect(row.prefix(2) == ["artifact_failed", "artifacts"])
            #expect(row[2].contains("/nowhere/to be found"))
            #expect(ended.code == 3)
            #expect(ended.messages.contains("- the artifact /nowhere/to be found is missing"), "\(ended.messages)")
        }

        @Test func aFailedCommandsMissingArtifactIsNotItsReason() async throws {
            let (row, _) = try await outcome(
                of: "FROM tiny:1\nCOPY . /src\nCMD [\"sh\", \"-c\", \"exit 7\"]\n", artifacts: "/nowhere")
            #expect(row.prefix(3) == ["command_failed", "run", "the command ended with status 7"])
        }

        @Test func aMissingCommandIsTheJobsFault() async throws {
            let (row, _) = try await outcome(of: "FROM tiny:1\nCOPY . /src\nCMD [\"/no/such/command\"]\n")
            #expect(row.prefix(2) == ["command_failed", "run"])
        }

        @Test func muchOutputIsStood() async throws {
            let soak = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] != nil
            let bytes = soak ? 1 << 30 : 64 << 20
            // Of long lines: the engine's log costs it a record a line.
            let line = String(repeating: "y", count: 999)
            let (row, _) = try await outcome(
                of: "FROM tiny:1\nCOPY . /src\nCMD [\"sh\", \"-c\", \"yes \(line) | head -c \(bytes); exit 1\"]\n",
                workload: "timeout: 5m")
            #expect(row.first == "command_failed")
        }

        @Test func aMemoryLimitIsKeptAndTold() async throws {
            let (row, _) = try await outcome(
                of:
                    "FROM tiny:1\nCOPY . /src\nCMD [\"sh\", \"-c\", \"head -c 200m /dev/zero | tail -c 150m > /dev/null\"]\n",
                workload: "timeout: 60s, memory: 32MiB")
            #expect(row.first == "command_failed")
        }

        @Test func aDockerfileMissingInARevisionIsARow() async throws {
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": "FROM tiny:1\nCMD [\"true\"]\n"])
                try await Shell.run("cd \(trial.scratch.path("repository")) && git rm --quiet Dockerfile.ci")
                try await trial.commit(["other": "1"])
                try await trial.commit(["Dockerfile.ci": "FROM tiny:1\nCMD [\"true\"]\n"])
                try trial.writeScenario(changes: 2, builders: "buildkit")
                let ended = try await trial.run()
                #expect(ended.code == 3)
                let rows = try await trial.sql(
                    "select outcome, failed_phase from job_view where warmup = 0 order by position")
                #expect(rows == ["build_failed|context", "succeeded|"])
            }
        }
    }
}
