import Foundation
import Model
import Testing

extension IntegrationTests {
    /// `plimsoll init` on repositories of ten kinds: what it writes runs as it is, and each change has the effect that was planted.
    @Suite(.serialized) struct DraftRunTests {
        @Test func whatInitWritesRunsForTenKindsOfRepositories() async throws {
            try await TestEngine.withClient { try await TestEngine.provideTinyImage(on: $0) }
            try await Scratch.with { scratch in
                var scenarios: [String] = []
                for repository in SampleRepository.all {
                    try await repository.make(in: scratch)
                    let file = scratch.plain("\(scenarios.count).yaml")
                    let drafted = try await PlimsollCommand.run([
                        "init", scratch.plain(repository.folder), "--out", file,
                    ])
                    #expect(drafted.code == 0, "\(repository): \(drafted.messages)")
                    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(
                        String.init)
                    for line in repository.lines {
                        #expect(lines.contains(line), "\(repository): no `\(line)` in \(lines)")
                    }
                    scenarios.append(file)
                }
                let planned = try await PlimsollCommand.run(["plan"] + scenarios)
                #expect(planned.code == 0, "\(planned.messages)")

                let database = scratch.plain("results.sqlite")
                let ended = try await PlimsollCommand.run(
                    ["run"] + scenarios
                        + ["--engine", try TestEngine.address(), "--db", database, "--state", scratch.plain("state")])
                #expect(ended.code == 0, "\(ended.messages)")
                for repository in SampleRepository.all {
                    let found = try await effects(on: repository, in: database)
                    #expect(found == repository.planted, "\(repository)")
                    let commands = try await Shell.sql(
                        """
                        select count(command_s) > 0 from job_view where fixture = '\(repository.fixtures[0])'
                        """, of: database)
                    #expect(commands == [repository.onlyBuilds ? "0" : "1"], "\(repository)")
                }
            }
        }

        @Test func aRepositoryIsReplayedWithoutAFileStoppedAndResumed() async throws {
            try await Trial.with { trial in
                try await SampleRepository.python.make(in: trial.scratch)
                let repository = trial.scratch.plain("python tool")
                let words =
                    ["run", "--git", repository + "#main", "--engine", trial.engine, "--db", trial.database]
                    + ["--state", trial.state]
                let stopped = try await PlimsollCommand.run(words) { process in
                    try await trial.waitForJobs(1)
                    kill(process, SIGINT)
                }
                #expect(stopped.code == 130, "\(stopped.messages)")
                #expect(stopped.messages.contains(#"CMD ["sh", "tests/run.sh"]"#), "what was assumed is told")
                let resumed = try await PlimsollCommand.run(words + ["--resume"])
                #expect(resumed.code == 0, "\(resumed.messages)")
                #expect(try await trial.sql("select count(*) from run") == ["1"])
                let positions = try await trial.sql("select position from job_view where position >= 0 order by 1")
                #expect(positions == (0..<5).map(String.init), "each planned job once")
                // What the run kept needs no other file, and no working folder.
                let text = try await trial.sql("select text from run_scenario").joined(separator: "\n")
                let kept = try Scenario.parse(text, file: "kept.yaml")
                guard case .git(let source)? = kept.fixtures.first else {
                    Issue.record("\(text)")
                    return
                }
                #expect(source.repository == repository && source.revisions == "main")
                let report = try await PlimsollCommand.run(
                    ["report", "--db", trial.database, "--out", trial.scratch.plain("reports")])
                #expect(report.code == 0, "\(report.messages)")
            }
        }

        /// Each replayed change as `fixture|class|first step that missed by itself`.
        private func effects(on repository: SampleRepository, in database: String) async throws -> [String] {
            var found: [String] = []
            for fixture in repository.fixtures {
                found += try await Shell.sql(
                    """
                    select fixture || '|' || change_class || '|' || coalesce((
                        select instruction from step_view s where s.job = j.job and cacheable and not cached
                            and miss_reason <> 'parent missed' order by ordinal limit 1), '')
                    from job_view j where fixture = '\(fixture)' and not warmup and outcome = 'succeeded' order by position
                    """, of: database)
            }
            return found
        }
    }
}
