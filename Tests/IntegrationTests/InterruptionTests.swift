import Engine
import Foundation
import Testing

extension IntegrationTests {
    /// Ctrl-C, kill -9, and what --resume and clean make of it.
    @Suite(.serialized) struct InterruptionTests {
        @Test(arguments: [SIGINT, SIGTERM]) func oneSignalFinishesTheJobInFlight(signal: Int32) async throws {
            let before = try await TestEngine.labelled()
            try await Trial.ofEightJobs { trial in
                let ended = try await PlimsollCommand.run(trial.runArguments) { process in
                    try await trial.waitForJobs(2)
                    kill(process, signal)
                }
                #expect(ended.code == 130, "\(ended.messages)")
                #expect(ended.output.contains("--resume"))
                #expect(
                    try await trial.sql("select count(*) from job_view where outcome <> 'succeeded' or wall_s is null")
                        == ["0"])
                #expect(try await trial.sql("select end_reason from run") == ["interrupted"])
                #expect(try await TestEngine.labelled().subtracting(before) == [])

                let resumed = try await trial.run(["--resume"])
                #expect(resumed.code == 0, "\(resumed.messages)")
                #expect(try await trial.sql("select count(*) from run") == ["1"])
                let positions = try await trial.sql("select position from job_view where position >= 0 order by 1")
                #expect(positions == (0..<8).map(String.init), "each planned job once")
                #expect(try await trial.sql("select end_reason from run") == ["finished"])
            }
        }

        /// Whether the signal comes before the engine is up or just after: either it is up and that was told, or nothing of it is left.
        @Test(arguments: [100, 400, 700, 1000]) func anEngineThatIsStoppedWhileItComesUpIsGone(delay: Int) async throws
        {
            try await Scratch.with { scratch in
                let words = ["--state", scratch.plain("state"), "--name", "in\(delay)"]
                let ended = try await PlimsollCommand.run(["engine", "up"] + words) { process in
                    try await Task.sleep(for: .milliseconds(delay))
                    kill(process, SIGTERM)
                }
                let status = try await PlimsollCommand.run(["engine", "status", "--state", scratch.plain("state")])
                #expect([0, 130].contains(ended.code), "\(ended)")
                #expect((status.output == "no engines\n") == (ended.code == 130), "\(status) \(ended)")
                if ended.code == 0 { _ = try await PlimsollCommand.run(["engine", "down"] + words) }
            }
        }

        @Test func twoSignalsStopAtOnceAndCleanUp() async throws {
            let before = try await TestEngine.labelled()
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": "FROM tiny:1\nCOPY . /src\nCMD [\"sleep\", \"120\"]\n"])
                try await trial.commit(["f": "1"])
                try trial.writeScenario(changes: 1, builders: "buildkit", workload: "timeout: 5m")
                let began = ContinuousClock.now
                let ended = try await PlimsollCommand.run(trial.runArguments) { process in
                    while try await TestEngine.withClient({
                        try await $0.containers(filters: ["label": ["plimsoll=1"], "status": ["running"]])
                    }).isEmpty {
                        try await Task.sleep(for: .milliseconds(100))
                    }
                    kill(process, SIGINT)
                    try await Task.sleep(for: .milliseconds(300))
                    kill(process, SIGINT)
                }
                #expect(ContinuousClock.now - began < .seconds(60))
                #expect(ended.code == 130, "\(ended.messages)")
                #expect(try await trial.sql("select outcome from job_view") == ["cancelled"])
                #expect(try await TestEngine.labelled().subtracting(before) == [])
                #expect(try await trial.sql("pragma integrity_check") == ["ok"])
            }
        }

        @Test func cleanRemovesWhatAKillLeftAndNothingElse() async throws {
            let before = try await TestEngine.labelled()
            try await Trial.ofEightJobs { trial in
                _ = try await PlimsollCommand.run(trial.runArguments) { process in
                    try await trial.waitForJobs(3)
                    kill(process, SIGKILL)
                }
                #expect(try await TestEngine.labelled().subtracting(before) != [], "the kill left its newest image")
                let sentinels = try await Sentinels.make()
                let clean = try await PlimsollCommand.run(["clean", "--state", trial.state, "--engine", trial.engine])
                #expect(clean.code == 0)
                #expect(clean.output.contains("removed image"))
                #expect(try await TestEngine.labelled() == [])
                try await sentinels.checkAndRemove()
            }
        }
    }
}
