import Foundation
import Testing

extension IntegrationTests {
    /// What a command takes by the engine's own account, whatever its version means by a start time.
    @Suite(.serialized) struct CommandClockTests {
        @Test(arguments: [(["sleep", "2"], 1.980...2.020), (["true"], 0.0...0.020)])
        func theTimeIsTheCommandsAlone(_ command: [String], _ truth: ClosedRange<Double>) async throws {
            try await Trial.with { trial in
                let words = command.map { "\"\($0)\"" }.joined(separator: ", ")
                try await trial.commit(["Dockerfile.ci": "FROM tiny:1\nCOPY . /src\nCMD [\(words)]\n"])
                for number in 1...6 { try await trial.commit(["source.txt": "\(number)"]) }
                try trial.writeScenario(changes: 6, builders: "buildkit")
                let ended = try await trial.run()
                #expect(ended.code == 0, "\(ended.messages)")
                let rows = try await trial.sql(
                    "select command_s, command_clock from job_view where outcome = 'succeeded'")
                #expect(rows.count == 8, "two warm-ups and six changes")
                let fields = rows.map { $0.split(separator: "|") }
                #expect(fields.allSatisfy { $0.count == 2 && $0[1] == "start_event" }, "\(rows)")
                // The median: a machine that is busy with other tests delays single jobs.
                let seconds = fields.compactMap { $0.first.flatMap { Double($0) } }.sorted()
                let median = try #require(seconds.isEmpty ? nil : seconds[seconds.count / 2])
                #expect(truth.contains(median), "\(command.joined(separator: " ")) took \(seconds) s")
            }
        }
    }
}
