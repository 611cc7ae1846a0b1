import Foundation
import Testing

extension IntegrationTests {
    /// A planted sleep must come out as the command's time, and as nothing else.
    @Suite(.serialized) struct CommandTruthTests {
        @Test func aSleepOfTwoSecondsIsTheCommandAndNoOverhead() async throws {
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": "FROM tiny:1\nCOPY . /src\nCMD [\"sleep\", \"2\"]\n"])
                try await trial.commit(["source.txt": "one"])
                try trial.writeScenario(changes: 1, pairs: 1)
                let ended = try await trial.run()
                #expect(ended.code == 0, "\(ended.messages)")

                let rows = try await trial.sql(
                    "select command_s, wall_s, overhead_s, direct_s from job_view where outcome = 'succeeded'")
                #expect(rows.count == 8, "2 builders × (2 warm-ups + 1 change + 1 pair)")
                for row in rows {
                    let fields = row.split(separator: "|", omittingEmptySubsequences: false)
                    let command = try #require(Double(fields[0]))
                    let wall = try #require(Double(fields[1]))
                    let overhead = try #require(Double(fields[2]))
                    #expect(abs(command - 2) < 0.020, "command \(command) s")
                    #expect(abs(wall - command - overhead) < 1e-6)
                    #expect(overhead > 0 && overhead < 2, "overhead \(overhead) s holds the sleep")
                }
                let direct = rows.compactMap { Double($0.split(separator: "|", omittingEmptySubsequences: false)[3]) }
                #expect(direct.count == 2)
                for seconds in direct { #expect(abs(seconds - 2) < 0.020, "direct \(seconds) s") }
            }
        }
    }
}
