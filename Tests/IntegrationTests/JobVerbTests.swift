import Foundation
import Testing

extension IntegrationTests {
    /// `plimsoll job` as a step of a CI: its record, artifacts and status, and the cache that it shares with later jobs.
    @Suite(.serialized) struct JobVerbTests {
        private static let passing = """
            FROM tiny:1
            RUN echo %d > /made
            COPY . /src
            CMD ["sh", "-c", "mkdir /out && echo passed > /out/result"]
            """

        /// Removes the images that its jobs left for later ones.
        private func tidied(_ body: (Trial) async throws -> Void) async throws {
            let before = try await TestEngine.labelled()
            try await Trial.with { trial in
                try await body(trial)
                let clean = try await PlimsollCommand.run(["clean", "--state", trial.state, "--engine", trial.engine])
                #expect(clean.code == 0, "\(clean.messages)")
            }
            #expect(try await TestEngine.labelled().subtracting(before) == [])
        }

        private func job(_ trial: Trial, _ more: [String] = []) async throws -> PlimsollCommand.Ended {
            try await PlimsollCommand.run(
                ["job", trial.scenario, "--engine", trial.engine, "--workspace", trial.state] + more)
        }

        /// - Parameter dockerfile: may name a number that no other trial has: the engine's cache is shared.
        private func prepare(_ trial: Trial, _ dockerfile: String, workload: String = "timeout: 60s") async throws {
            let file = dockerfile.replacing("%d", with: "\(UInt32.random(in: 0 ... .max))")
            try await trial.commit(["Dockerfile.ci": file, "f": "1"])
            try await trial.commit(["f": "2"])
            try trial.writeScenario(changes: 1, builders: "buildkit", workload: workload, artifacts: "/out")
        }

        @Test func theRecordHoldsTheJobAndALaterJobHitsTheCacheThatItLeft() async throws {
            try await tidied { trial in
                try await prepare(trial, Self.passing)
                let (out, junit) = (trial.scratch.plain("out"), trial.scratch.plain("junit.xml"))
                let first = try await job(trial, ["--artifacts", out, "--junit", junit])
                #expect(first.code == 0, "\(first.messages)")
                let second = try await job(trial, ["--job", "0", "--record", trial.scratch.plain("second.ndjson")])
                #expect(second.code == 0 && second.output.isEmpty, "\(second.messages)")

                try trial.scratch.write(first.output, to: "first.ndjson")
                for name in ["first", "second"] {
                    let file = trial.scratch.plain("\(name).ndjson")
                    let taken = try await PlimsollCommand.run(["import", file, "--db", trial.database])
                    #expect(taken.code == 0, "\(taken.messages)")
                }
                let jobs = try await trial.sql(
                    "select outcome, position, warmup, artifact_bytes > 0 from job_view order by started_at")
                #expect(jobs == ["succeeded|2|0|1", "succeeded|0|1|1"])
                let steps = try await trial.sql(
                    """
                    select instruction like 'RUN%', cached, ifnull(miss_reason, '-') from step_view join job_view using (run, job)
                    where cacheable order by job_view.started_at, ordinal
                    """)
                // Other builds may have been before it on this engine, so that no miss is called a cold one.
                #expect(steps == ["1|0|unknown", "0|0|parent missed", "1|1|-", "0|0|unknown"], "\(steps)")

                let archives = try FileManager.default.contentsOfDirectory(atPath: out)
                #expect(archives.count == 1)
                let result = try await Shell.run("tar -xOf '\(out)/\(archives.first ?? "")' out/result")
                #expect(result.contains("passed"))
                let xml = try String(contentsOfFile: junit, encoding: .utf8)
                #expect(xml.contains("tests=\"1\"") && xml.contains("failures=\"0\""), "\(xml)")
                let left = try FileManager.default.contentsOfDirectory(atPath: "\(trial.state)/jobs")
                #expect(left == [], "a written record's database is removed")
            }
        }

        @Test func theStatusSaysHowItEnded() async throws {
            try await tidied { trial in
                try await prepare(trial, "FROM tiny:1\nCOPY . /src\nCMD [\"sh\", \"-c\", \"exit 7\"]\n")
                let failed = try await job(trial)
                #expect(failed.code == 3 && failed.output.contains("command_failed"), "\(failed.messages)")
                #expect(failed.messages.contains("the command ended with status 7"))

                let unknown = try await job(trial, ["--job", "17"])
                #expect(unknown.code == 64 && unknown.messages.contains("has jobs 0 to 2"), "\(unknown.messages)")
                #expect(unknown.output.isEmpty)

                let nowhere = try await PlimsollCommand.run([
                    "job", trial.scenario, "--engine", "unix://\(trial.scratch.plain("no.sock"))", "--workspace",
                    trial.state,
                ])
                #expect(nowhere.code == 1 && nowhere.messages.contains("no.sock"), "\(nowhere.messages)")
                let left = try FileManager.default.contentsOfDirectory(atPath: "\(trial.state)/jobs")
                #expect(left == [], "what recorded nothing leaves nothing")
            }
        }

        @Test func twoSignalsStopItAndItsRecordSaysSo() async throws {
            try await tidied { trial in
                try await prepare(
                    trial, "FROM tiny:1\nCOPY . /src\nCMD [\"sleep\", \"120\"]\n", workload: "timeout: 5m")
                let running = ["label": ["plimsoll=1"], "status": ["running"]]
                let before = try await TestEngine.withClient { try await $0.containers(filters: running).count }
                let words = ["job", trial.scenario, "--engine", trial.engine, "--workspace", trial.state]
                let ended = try await PlimsollCommand.run(words) { process in
                    while try await TestEngine.withClient({ try await $0.containers(filters: running).count }) == before
                    {
                        try await Task.sleep(for: .milliseconds(100))
                    }
                    kill(process, SIGINT)
                    try await Task.sleep(for: .milliseconds(300))
                    kill(process, SIGINT)
                }
                #expect(ended.code == 130, "\(ended.messages)")
                #expect(ended.output.contains("\"cancelled\""), "\(ended.output)")
            }
        }
    }
}
