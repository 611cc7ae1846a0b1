import Engine
import Foundation
import Testing

extension IntegrationTests {
    /// `plimsoll registry` as a user types it.
    @Suite(.serialized) struct RegistryCommandTests {
        private func plimsoll(_ scratch: Scratch, _ arguments: [String]) async throws -> PlimsollCommand.Ended {
            try await PlimsollCommand.run(arguments + ["--state", scratch.plain("state")])
        }

        @Test func aRegistryByHandServesItsEnginesKeepsItsStorageAndGoes() async throws {
            try await Scratch.with { scratch in
                let images = scratch.plain("images")
                let up = try await plimsoll(scratch, ["registry", "up", "--name", "itreg", "--storage", images])
                #expect(up.code == 0, "\(up.messages)")
                let address = try #require(up.output.split(separator: " ").last?.trimmingCharacters(in: .newlines))
                #expect(address.hasPrefix("127.0.0.1:"))
                let engine = try await plimsoll(scratch, ["engine", "up", "--name", "iteng", "--engine-disk", "2GiB"])
                #expect(engine.code == 0, "\(engine.messages)")
                let socket = try await plimsoll(scratch, ["engine", "status", "--socket", "iteng"]).output
                    .trimmingCharacters(in: .newlines)
                try await TestEngine.withClient(of: "unix://\(socket)") { client in
                    try await TestEngine.provideTinyImage(on: client)
                    for tag in ["1", "2"] {
                        try await client.tag(TestEngine.tinyImage, repository: "\(address)/team/tiny", tag: tag)
                        try await client.pushImage("\(address)/team/tiny:\(tag)")
                    }
                }
                let table = try await plimsoll(scratch, ["registry", "status"]).output
                #expect(table.contains("itreg") && table.contains("running") && table.contains("iteng"), "\(table)")
                let json = try await plimsoll(scratch, ["registry", "status", "--json"]).output
                #expect(json.contains(#""tags" : 2"#) && json.contains(#""version" : "2."#), "\(json)")
                let collected = try await plimsoll(
                    scratch, ["registry", "collect", "--name", "itreg", "--keep", "1", "--json"])
                #expect(collected.output.contains(#""forgottenTags" : 1"#), "\(collected.messages)")

                #expect(try await plimsoll(scratch, ["registry", "down"]).output == "itreg  down\n")
                #expect(try await plimsoll(scratch, ["registry", "status"]).output == "no registries\n")
                #expect(try await plimsoll(scratch, ["engine", "down"]).output == "iteng  down\n")
                #expect(FileManager.default.fileExists(atPath: images + "/docker/registry/v2/repositories/team/tiny"))
                let left = try FileManager.default.contentsOfDirectory(atPath: scratch.plain("state"))
                #expect(left.isEmpty, "\(left)")
                let namespaces = try await Shell.run("ls /run/netns 2>/dev/null || true")
                #expect(!namespaces.contains("itreg") && !namespaces.contains("iteng"))
            }
        }

        @Test func badInputSaysWhatWasExpected() async throws {
            try await Scratch.with { scratch in
                for (arguments, status, words) in [
                    (["registry", "up", "--port", "99999"], 64, "65535"),
                    (["registry", "up", "--name", "Not A Name"], 1, "lower-case"),
                    (["registry", "collect", "--name", "none"], 1, "registry status"),
                    (["registry", "collect", "--name", "none", "--keep", "-1"], 64, "--keep"),
                    (["registry", "status", "--address", "none"], 64, "registry status"),
                ] as [([String], Int32, String)] {
                    let ended = try await plimsoll(scratch, arguments)
                    #expect(ended.code == status, "\(arguments): \(ended.messages)")
                    #expect(ended.messages.contains(words), "\(arguments): \(ended.messages)")
                }
                let down = try await plimsoll(scratch, ["registry", "down", "--name", "none"])
                #expect(down.code == 0 && down.messages.contains("there is no registry none"))
            }
        }
    }
}
