import Engine
import Foundation
import Model
import Testing

extension IntegrationTests {
    /// Runs that bring their own engine, and bad days of that engine.
    @Suite(.serialized) struct EmbeddedRunTests {
        /// A trial whose image is part of its repository: an engine of its own has no images.
        private func trial<Value: Sendable>(
            _ steps: String, _ body: (Trial) async throws -> Value
        ) async throws -> Value {
            try await Trial.with { trial in
                try await Shell.run("mkdir -p \(trial.scratch.path("repository/bin"))")
                try await Shell.run("cp /bin/busybox \(trial.scratch.path("repository/bin/busybox"))")
                try await trial.commit([
                    "Dockerfile.ci": "FROM scratch\nENV PATH=/bin\nCOPY bin /bin\n\(steps)\n",
                    ".dockerignore": ".git\n",
                ])
                for number in 1...3 { try await trial.commit(["f": "\(number)"]) }
                try trial.writeScenario(changes: 3, builders: "buildkit")
                return try await body(trial)
            }
        }

        /// What is left of engines in a trial's state.
        private func engines(of trial: Trial) -> [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: trial.state + "/engines")) ?? []
        }

        private func arguments(_ trial: Trial, _ more: [String] = []) -> [String] {
            ["run", trial.scenario, "--db", trial.database, "--state", trial.state] + more
        }

        @Test func aFullEngineDiskIsARowAndTheSeriesGoesOn() async throws {
            try await trial(
                "COPY f* /\nRUN [\"busybox\", \"dd\", \"if=/dev/zero\", \"of=/big\", \"bs=1M\", \"count=600\"]"
            ) { trial in
                let ended = try await PlimsollCommand.run(arguments(trial, ["--engine-disk", "300MiB"]))
                #expect(ended.code == 3, "\(ended.messages)")
                let rows = try await trial.sql("select outcome, count(*) from job_view group by 1")
                #expect(rows == ["build_failed|5"] || rows == ["refused|5"], "\(rows) \(ended.messages)")
                let words = try await trial.sql(
                    "select count(*) from job where failure || output_tail like '%no space left%'")
                #expect(words == ["5"], "\(ended.messages)")
                #expect(engines(of: trial).isEmpty)
            }
        }

        /// At seeded moments; `make soak` does many more.
        @Test func anEngineKilledAtAnyMomentIsARowAndTheRunGoesOnWithANewOne() async throws {
            let soak = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] != nil
            var moments = SeededGenerator(seed: 20_261_123)
            for _ in 0..<(soak ? 30 : 2) {
                let delay = Int.random(in: 100...1_900, using: &moments)
                try await killEngine(after: delay)
            }
        }

        private func killEngine(after delay: Int) async throws {
            try await trial("COPY f* /\nRUN [\"busybox\", \"sleep\", \"2\"]\nCMD [\"busybox\", \"true\"]") { trial in
                let ended = try await PlimsollCommand.run(arguments(trial)) { _ in
                    // The first engine's daemon is ended while the second job's build sleeps, or soon before or after.
                    for _ in 0..<600 {
                        let count = try? await trial.sql("select count(*) from job_view")
                        if let count, count != ["0"] { break }
                        try await Task.sleep(for: .milliseconds(100))
                    }
                    try await Task.sleep(for: .milliseconds(delay))
                    let status = try await PlimsollCommand.run(["engine", "status", "--state", trial.state, "--json"])
                    let number = try #require(status.output.firstMatch(of: #/"daemon" : (\d+)/#)?.1)
                    kill(try #require(Int32(number)), SIGKILL)
                }
                #expect(ended.code == 3, "after \(delay) ms: \(ended.messages)")
                let rows = try await trial.sql(
                    "select outcome, count(*) from job_view where position >= 0 group by 1 order by 1")
                #expect(rows == ["engine_lost|1", "succeeded|4"], "after \(delay) ms: \(rows) \(ended.messages)")
                #expect(try await trial.sql("select count(*) from job_view where position < 0 and warmup = 1") == ["1"])
                #expect(engines(of: trial).isEmpty)
                #expect(try await trial.sql("pragma integrity_check") == ["ok"])
            }
        }

        @Test func aRunThatIsKilledLeavesAnEngineThatCleanRemoves() async throws {
            try await trial("CMD [\"busybox\", \"sleep\", \"30\"]") { trial in
                _ = try await PlimsollCommand.run(arguments(trial)) { process in
                    while try await PlimsollCommand.run(["engine", "status", "--state", trial.state]).output.contains(
                        "no engines")
                    {
                        try await Task.sleep(for: .milliseconds(100))
                    }
                    try await Task.sleep(for: .seconds(3))
                    kill(process, SIGKILL)
                }
                let clean = try await PlimsollCommand.run(["clean", "--state", trial.state])
                #expect(clean.code == 0, "\(clean.messages)")
                let again = try await PlimsollCommand.run(["clean", "--state", trial.state])
                #expect(again.output == "nothing was left\n", "first: \(clean.output)\(clean.messages)")
                #expect(engines(of: trial).isEmpty)
                let mounts = try String(contentsOfFile: "/proc/mounts", encoding: .utf8)
                #expect(!mounts.contains(trial.scratch.root))
            }
        }
    }
}
