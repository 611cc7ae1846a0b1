import Foundation
import Testing

extension IntegrationTests {
    /// `plimsoll doctor --prove` on an engine that is not its own.
    @Suite(.serialized) struct EngineProofRunTests {
        @Test func anEngineIsProvedAndNothingStaysOnIt() async throws {
            try await Scratch.with { scratch in
                let before = try await TestEngine.inventory()
                let database = scratch.plain("proof.sqlite")
                let ended = try await PlimsollCommand.run([
                    "doctor", "--prove", "--engine", try TestEngine.address(), "--db", database, "--state",
                    scratch.plain("state"), "--quiet",
                ])
                #expect(ended.code == 0, "\(ended.output) \(ended.messages)")
                for truth in ["time of `sleep 2`", "steps built after: change a mode", "containers left behind"] {
                    let rows = ended.output.split(separator: "\n").filter { $0.contains(truth) }
                    #expect(rows.count == 2 && rows.allSatisfy { $0.contains("holds") }, "both builders: \(rows)")
                }
                #expect(
                    try await Shell.sql("select excluded from run_view", of: database) == ["proof of an engine"])
                let left = try await TestEngine.left(since: before).filter { !$0.contains("plimsoll/") }
                #expect(left == [], "\(left)")
            }
        }
    }
}
