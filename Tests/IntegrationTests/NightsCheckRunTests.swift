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
            var earlier: Int
            var rows: [Row]
            var nights: [Night]
        }

        /// Sends a signal as soon as the first night is measured and jobs of the second are.
        private func interrupt(_ process: Int32, at database: String) async throws {
            for _ in 0..<6000 {
                let runs = try? await Shell.sql(
                    "select count(*) from run where end_reason = 'finished' or exists (select 1 from job where run = run.id)",
                    of: database)
                if runs == ["2"] { break }
                try await Task.sleep(for: .milliseconds(100))
            }
            kill(process, SIGINT)
        }

        /// Stopped between its first night and the rounds of the second, it leaves nothing, and goes on when it is started again.
        @Test func aCommandASecondSlowerIsCaughtAndNamedAndNothingIsLeft() async throws {
            try await Scratch.with { scratch in
                // The base image is kept in the package's own state.
                let kept = FileManager.default.currentDirectoryPath + "/.plimsoll/images"
                let state = scratch.path("state")
                try await Shell.run("mkdir -p '\(kept)' \(state) && ln -s '\(kept)' \(state)/images")
                let database = scratch.plain("nights.sqlite")
                let words = [
                    "selfcheck", "--nights", "--plant", "slower-command", "--engine", try TestEngine.address(), "--db",
                    database, "--state", scratch.plain("state"), "--json",
                ]
                func left() -> [String] {
                    (try? FileManager.default.contentsOfDirectory(atPath: scratch.plain("state/runs"))) ?? []
                }
                let before = try await TestEngine.labelled(images: false)
                func labelled() async throws -> Set<String> {
                    try await TestEngine.labelled(images: false).subtracting(before)
                }
                let stopped = try await PlimsollCommand.run(words) { try await interrupt($0, at: database) }
                #expect(
                    stopped.code == 130 && stopped.messages.contains("the same command goes on"), "\(stopped.messages)")
                #expect(try await labelled() == [] && left() == [])

                let ended = try await PlimsollCommand.run(words)
                print("self-check of nights: \(ended.messages)\(ended.output)")
                let found = try JSONDecoder().decode(Found.self, from: Data(ended.output.utf8))
                #expect(ended.code == 0 && found.holds, "\(ended.messages)")
                #expect(found.rows.map(\.planted) == ["slower-command"] && found.rows.first?.nights == 1)
                #expect(found.rows.first?.alarmed.count == 1 && found.rows.first?.namedRightly.count == 1)
                let night = try #require(found.nights.first)
                #expect(night.right && night.outcome == "regression")
                #expect(night.headline.contains("the command takes "), "\(night.headline)")
                #expect(night.headline.contains("Wait for the server"), "the commit is named: \(night.headline)")
                #expect(ended.messages.contains("night 1 of 1, a command 1 s slower planted: caught and named"))

                let excluded = try await Shell.sql("select excluded, count(*) from run group by excluded", of: database)
                // The first night is not measured again; the one that was stopped is.
                #expect(excluded == ["night of a self-check|3"] && found.earlier == 0)
                #expect(ended.messages.contains("1 night held against the first one"), "\(ended.messages)")

                let again = try await PlimsollCommand.run(words)
                let known = try JSONDecoder().decode(Found.self, from: Data(again.output.utf8))
                #expect(again.code == 0 && known.earlier == 1 && known.nights.map(\.run) == found.nights.map(\.run))
                #expect(known.nights.map(\.headline) == found.nights.map(\.headline))
                #expect(try await Shell.sql("select count(*) from run", of: database) == ["3"])
                #expect(try await labelled() == [] && left() == [])
            }
        }
    }
}
