import Foundation
import Testing

extension IntegrationTests {
    /// `plimsoll bisect` on a real engine: eight commits, the fifth with a slow command.
    @Suite(.serialized, .timeLimit(.minutes(10))) struct BisectRunTests {
        private struct Found: Decodable {
            struct Commit: Decodable { var id: String }
            struct Reading: Decodable { var verdict: String }
            var outcome: String
            var commit: Commit?
            var readings: [Reading]
            var runs: [String]
        }

        @Test func theCommitWithASlowCommandIsFound() async throws {
            try await Trial.with { trial in
                func commit(_ number: Int) async throws {
                    let seconds = number < 5 ? "0.3" : "0.8"
                    try await trial.commit([
                        "Dockerfile.ci": "FROM tiny:1\nCOPY . /src\nCMD [\"sleep\", \"\(seconds)\"]\n",
                        "f": "\(number)",
                    ])
                }
                for number in 0...8 { try await commit(number) }
                try trial.writeScenario(changes: 1, builders: "buildkit")
                let words = [
                    trial.scenario, "--engine", trial.engine, "--db", trial.database, "--state", trial.state,
                ]
                let ended = try await PlimsollCommand.run(
                    ["bisect", "HEAD~8..HEAD", "--metric", "command_s", "--rounds", "10", "--json"] + words)
                #expect(ended.code == 0, "\(ended.messages)")
                let found = try JSONDecoder().decode(Found.self, from: Data(ended.output.utf8))
                let planted = try await Shell.run("git -C \(trial.scratch.path("repository")) rev-parse HEAD~3")
                #expect(found.outcome == "found", "\(ended.output)")
                #expect(found.commit?.id == planted.trimmingCharacters(in: .whitespacesAndNewlines))
                #expect(found.readings.first?.verdict == "worse" && found.readings.count >= 4)

                // What it measured stays, and is taken by no report, history or baseline.
                let reasons = try await trial.sql("select distinct excluded from run_view")
                #expect(reasons == ["probe of a bisection"])
                #expect(try await trial.sql("select count(*) from run") == ["\(found.runs.count)"])

                // The build is as long as before: nothing to find, by one run.
                let nothing = try await PlimsollCommand.run(
                    ["bisect", "HEAD~8..HEAD", "--metric", "misses", "--rounds", "2"] + words)
                #expect(nothing.code == 0 && nothing.output.hasPrefix("Nothing to find: misses"), "\(nothing.output)")
                let left = try await TestEngine.withClient { client in
                    try await client.containers(filters: ["label": ["plimsoll=1"]]).count
                }
                #expect(left == 0)
            }
        }
    }
}
