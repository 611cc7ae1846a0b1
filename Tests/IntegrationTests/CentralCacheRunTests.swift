import Foundation
import Testing

extension IntegrationTests {
    /// The scenario with a central cache, whole: registry, two engines, rows, figures, report, and nothing left.
    @Suite(.serialized) struct CentralCacheRunTests {
        private func trial<Value: Sendable>(
            changes: Int, builders: String = "legacy, buildkit", _ body: (Trial) async throws -> Value
        ) async throws -> Value {
            try await Trial.ofBusybox(
                changes: changes, factors: "\(builders)], cache: [none, registry, local", question: "central-cache",
                body)
        }

        @Test func aColdEngineFindsWithTheRegistryWhatAWarmOneFinds() async throws {
            try await trial(changes: 2) { trial in
                let ended = try await PlimsollCommand.run(trial.embeddedArguments)
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(trial.parts.isEmpty)
                #expect(try await trial.sql("select count(*) from job_view where outcome = 'succeeded'") == ["24"])
                let hits = try await trial.sql(
                    """
                    select j.configuration, sum(s.cached), count(*) from step_view s join job_view j using (job)
                    where s.cacheable and j.warmup = 0 group by 1 order by 1
                    """)
                // Three steps that can come from the cache a job, two of which a source change leaves alone.
                #expect(
                    hits == [
                        "builder=buildkit,cache=local|4|6", "builder=buildkit,cache=none|0|6",
                        "builder=buildkit,cache=registry|4|6", "builder=legacy,cache=local|4|6",
                        "builder=legacy,cache=none|0|6", "builder=legacy,cache=registry|4|6",
                    ], "\(ended.messages)")
                let bytes = try await trial.sql(
                    """
                    select j.configuration, min(p.value) > 300000, max(p.value) > 10000
                    from point_view p join job_view j using (job)
                    where p.series = 'registry_bytes' and p.unit = 'byte' group by 1 order by 1
                    """)
                #expect(
                    bytes == [
                        "builder=buildkit,cache=none|0|0", "builder=buildkit,cache=registry|1|1",
                        "builder=legacy,cache=none|0|0", "builder=legacy,cache=registry|1|1",
                    ])
                let series = try await trial.sql("select series, count(*) from point_view group by 1 order by 1")
                for expected in [
                    "cache_pull_s|4", "cache_push_s|4", "cache_push_bytes|4", "registry_collection_s|1",
                    "set_up_action_start_registry|1", "set_up_action_connect_engine|2", "set_up_action_cache_from|2",
                    "set_up_action_pull_cache|1", "set_up_action_inline_cache_argument|1",
                ] {
                    #expect(series.contains(expected), "\(expected) in \(series)")
                }
                try await checkReport(of: trial)
            }
        }

        /// The report is written, and its statement gives the changes that it counts.
        private func checkReport(of trial: Trial) async throws {
            let out = trial.scratch.plain("reports")
            let ended = try await PlimsollCommand.run(["report", "--db", trial.database, "--out", out])
            #expect(ended.code == 0, "\(ended.messages)")
            let path = try #require(ended.output.split(separator: "\n").first.map(String.init))
            #expect(path.hasSuffix("-central-cache.md"))
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains("**Answer: undecided.**"))
            let sql = try #require(text.firstMatch(of: /(?s)```sql\n(.*?)```/)?.1)
            let rows = try await trial.sql(String(sql))
            #expect(rows.count == 4 && rows.allSatisfy { $0.hasPrefix("builder=") }, "\(rows)")
            #expect(try await trial.sql("select question, n from verdict_view") == ["central-cache|2"])
        }

        @Test func aRegistryThatIsKilledIsARowAndTheRunGoesOnWithANewOne() async throws {
            try await trial(changes: 2, builders: "buildkit") { trial in
                let ended = try await PlimsollCommand.run(trial.embeddedArguments) { _ in
                    for _ in 0..<1200 {
                        let count = try? await trial.sql("select count(*) from job_view")
                        if let count, count != ["0"] { break }
                        try await Task.sleep(for: .milliseconds(100))
                    }
                    let status = try await PlimsollCommand.run(["registry", "status", "--state", trial.state, "--json"])
                    let number = try #require(status.output.firstMatch(of: #/"outermost" : (\d+)/#)?.1)
                    kill(try #require(Int32(number)), SIGKILL)
                }
                #expect(ended.code == 3, "\(ended.messages)")
                let rows = try await trial.sql(
                    "select outcome, count(*) from job_view where position >= 0 group by 1 order by 1")
                #expect(rows == ["refused|1", "succeeded|11"], "\(rows) \(ended.messages)")
                let failure = try await trial.sql("select failure from job_view where outcome = 'refused'").joined()
                #expect(failure.contains("registry"), "\(failure)")
                #expect(ended.messages.contains("the registry or the engine of a further worker was lost"))
                #expect(trial.parts.isEmpty)
            }
        }

        @Test func aRunThatIsKilledLeavesPartsThatCleanRemoves() async throws {
            try await trial(changes: 1, builders: "buildkit") { trial in
                _ = try await PlimsollCommand.run(trial.embeddedArguments) { process in
                    for _ in 0..<1200 {
                        let count = try? await trial.sql("select count(*) from job_view")
                        if let count, count != ["0"] { break }
                        try await Task.sleep(for: .milliseconds(100))
                    }
                    kill(process, SIGKILL)
                }
                #expect(trial.parts.count == 3, "two engines and a registry")
                let clean = try await PlimsollCommand.run(["clean", "--state", trial.state])
                #expect(clean.code == 0, "\(clean.messages)")
                #expect(clean.output.split(separator: "\n").count { $0.hasPrefix("removed engine ") } == 2)
                #expect(clean.output.split(separator: "\n").count { $0.hasPrefix("removed registry ") } == 1)
                #expect(trial.parts.isEmpty)
                #expect(
                    try await PlimsollCommand.run(["clean", "--state", trial.state]).output == "nothing was left\n")
            }
        }

        @Test func anEngineThatIsNotPlimsollsOwnIsRefused() async throws {
            try await trial(changes: 1, builders: "buildkit") { trial in
                let ended = try await trial.run()
                #expect(ended.code == 1)
                #expect(ended.messages.contains("--engine embedded"), "\(ended.messages)")
            }
        }
    }
}
