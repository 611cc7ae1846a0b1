import Foundation
import Testing

extension IntegrationTests {
    /// The self-check of nights on a real engine, with one regression that no load on the machine hides.
    @Suite(.serialized, .timeLimit(.minutes(20))) struct NightsCheckRunTests {
        /// What the verb prints for programs, as far as it is looked at here.
        private struct Found: Decodable {
            struct Share: Decodable { var count: Int }
            struct Row: Decodable {
                var planted: String
                var nights: Int
                var alarmed, namedRightly: Share
            }
            struct Night: Decodable {
                var run, outcome, headline: String
                var right: Bool
            }
            var holds: Bool
            var rows: [Row]
            var nights: [Night]
        }

        @Test func aCommandASecondSlowerIsCaughtAndNamedAndNothingIsLeft() async throws {
            try await Scratch.with { scratch in
                // The base image is kept in the package's own state.
                let kept = FileManager.default.currentDirectoryPath + "/.plimsoll/images"
                let state = scratch.path("state")
                try await Shell.run("mkdir -p '\(kept)' \(state) && ln -s '\(kept)' \(state)/images")
                let database = scratch.plain("nights.sqlite")
                let ended = try await PlimsollCommand.run([
                    "selfcheck", "--nights", "--plant", "slower-command", "--engine", try TestEngine.address(), "--db",
                    database, "--state", scratch.plain("state"), "--json",
                ])
                print("self-check of nights: \(ended.messages)\(ended.output)")
                let found = try JSONDecoder().decode(Found.self, from: Data(ended.output.utf8))
                #expect(ended.code == 0 && found.holds, "\(ended.messages)")
                #expect(found.rows.map(\.planted) == ["slower-command"] && found.rows.first?.nights == 1)
                #expect(found.rows.first?.alarmed.count == 1 && found.rows.first?.namedRightly.count == 1)
                let night = try #require(found.nights.first)
                #expect(night.right && night.outcome == "regression")
                #expect(night.headline.contains("the command takes 1."), "\(night.headline)")
                #expect(night.headline.contains("Wait for the server"), "the commit is named: \(night.headline)")
                #expect(ended.messages.contains("night 1 of 1, a command 1 s slower planted: caught and named"))

                let excluded = try await Shell.sql("select excluded, count(*) from run group by excluded", of: database)
                #expect(excluded == ["night of a self-check|2"])
                let left = try? FileManager.default.contentsOfDirectory(atPath: scratch.plain("state/runs"))
                #expect((left ?? []).isEmpty, "\(left ?? [])")
            }
        }
    }
}
