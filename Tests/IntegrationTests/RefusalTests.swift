import Engine
import Foundation
import Testing

extension IntegrationTests {
    /// Bad input and bad surroundings: a message that says what to do, the right status, no trace of a crash.
    @Suite(.serialized) struct RefusalTests {
        private func refused(
            _ change: (Trial) async throws -> [String], status: Int32, saying words: String...
        ) async throws {
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": "FROM tiny:1\nCMD [\"true\"]\n", "f": "1"])
                try await trial.commit(["f": "2"])
                try trial.writeScenario(changes: 1, builders: "buildkit")
                let ended = try await PlimsollCommand.run(try await change(trial))
                #expect(ended.code == status, "\(ended.messages)")
                for word in words { #expect(ended.messages.contains(word), "\(word) in: \(ended.messages)") }
                #expect(!ended.messages.contains("Fatal error"))
            }
        }

        private func rewrite(_ trial: Trial, _ old: String, _ new: String) throws -> [String] {
            let text = try String(contentsOfFile: trial.scenario, encoding: .utf8)
            #expect(text.contains(old))
            try trial.scratch.write(text.replacingOccurrences(of: old, with: new), to: "scenario.yaml")
            return trial.runArguments
        }

        @Test func anUnknownKeyIsRefusedWithItsPlaceAndASuggestion() async throws {
            try await refused(
                { try rewrite($0, "workload:", "wrkload:") }, status: 64, saying: "scenario.yaml:6:1:", "wrkload",
                "workload")
        }

        @Test func anEmptyMatrixIsRefused() async throws {
            try await refused(
                { try rewrite($0, "[buildkit]", "[]") }, status: 64, saying: "scenario.yaml:5:")
        }

        @Test func aWrongTypeIsRefused() async throws {
            try await refused({ try rewrite($0, "changes: 1", "changes: many") }, status: 64, saying: "many")
        }

        @Test func aMissingScenarioIsRefused() async throws {
            try await refused({ trial in ["run", trial.scratch.plain("none.yaml")] }, status: 64, saying: "none.yaml")
        }

        @Test func aMissingFixtureIsRefused() async throws {
            try await refused(
                { trial in
                    try trial.scratch.write(
                        "name: x\nfixtures: [nothing]\nfactors: {builder: [legacy]}\nprofiles: {quick: {changes: 1}}\n",
                        to: "scenario.yaml")
                    return trial.runArguments
                }, status: 1, saying: "nothing.yaml")
        }

        @Test func aRevisionThatDoesNotExistIsRefused() async throws {
            try await refused(
                { try rewrite($0, "revisions: HEAD", "revisions: no-such-branch") }, status: 1,
                saying: "no-such-branch")
        }

        @Test func anUnknownProfileIsRefused() async throws {
            try await refused({ $0.runArguments + ["--profile", "fll"] }, status: 64, saying: "fll", "quick")
        }

        @Test func anEngineThatIsNotThereIsTold() async throws {
            try await refused(
                {
                    [
                        "run", $0.scenario, "--engine", "unix:///nonexistent/docker.sock", "--db", $0.database,
                        "--state", $0.state,
                    ]
                },
                status: 1, saying: "unix:///nonexistent/docker.sock")
        }

        @Test func anEngineWithAWrongAddressIsRefused() async throws {
            try await refused(
                { ["run", $0.scenario, "--engine", "ssh://host", "--db", $0.database, "--state", $0.state] },
                status: 64, saying: "unix://")
        }

        @Test func aSocketWithoutPermissionIsTold() async throws {
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": "FROM tiny:1\n"])
                try await trial.commit(["f": "2"])
                try trial.writeScenario(changes: 1)
                let socket = String(try TestEngine.address().dropFirst("unix://".count))
                // Root without the capabilities that let root pass by a file's mode, and a socket of another user.
                try await Shell.run("chown 65534 '\(socket)'")
                let prefix = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all"]
                let ended = try await PlimsollCommand.run(trial.runArguments, prefix: prefix)
                try await Shell.run("chown 0 '\(socket)'")
                #expect(ended.code == 1)
                #expect(ended.messages.localizedCaseInsensitiveContains("permission"), "\(ended.messages)")
            }
        }

        @Test func aBaseImageThatCannotBeHadIsTold() async throws {
            try await refused(
                {
                    try rewrite(
                        $0, "dockerfile: Dockerfile.ci", "dockerfile: Dockerfile.ci, images: [\"127.0.0.1:1/none:1\"]")
                }, status: 1,
                saying: "127.0.0.1:1/none:1")
        }

        @Test func aDatabaseOfAnotherProgramIsLeftAlone() async throws {
            try await refused(
                { trial in
                    _ = try await trial.sql("create table theirs (x); insert into theirs values (1)")
                    return trial.runArguments
                }, status: 64, saying: "results.sqlite")
        }

        /// As an import into the same file does, for longer than SQLite waits by itself.
        @Test func aDatabaseThatIsHeldForAWhileIsWaitedFor() async throws {
            try await Trial.ofEightJobs { trial in
                let ended = try await PlimsollCommand.run(trial.runArguments) { _ in
                    for _ in 0..<600 {
                        let rows = try? await trial.sql("select count(*) from job_view")
                        if let rows, rows != ["0"] { break }
                        try await Task.sleep(for: .milliseconds(50))
                    }
                    try await Shell.run(
                        "(echo 'pragma busy_timeout=5000; begin immediate;'; sleep 7; echo 'rollback;') | sqlite3 '\(trial.database)'"
                    )
                }
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(ended.messages.contains("waiting for it") && ended.messages.contains("can be written again"))
                #expect(try await trial.sql("select end_reason from run") == ["finished"])
                let late = try await trial.sql("select count(*) from job_view where wall_s > 5")
                #expect(late == ["0"], "no job's time has the wait in it")
            }
        }

        @Test func aLockedDatabaseIsTold() async throws {
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": "FROM tiny:1\nCMD [\"true\"]\n"])
                try await trial.commit(["f": "2"])
                try trial.writeScenario(changes: 1, builders: "buildkit")
                #expect(try await trial.run().code == 0)
                async let holder = Shell.run(
                    "(echo 'pragma locking_mode=exclusive; begin exclusive;'; sleep 20) | sqlite3 '\(trial.database)'")
                try await Task.sleep(for: .seconds(1))
                let ended = try await trial.run()
                #expect(ended.code == 1, "\(ended.messages)")
                #expect(ended.messages.contains("results.sqlite"), "\(ended.messages)")
                _ = try await holder
            }
        }
    }
}
