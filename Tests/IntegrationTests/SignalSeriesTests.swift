import Foundation
import Housekeeping
import Model
import Testing

extension IntegrationTests {
    /// Plimsoll itself gets a signal at random moments of a run, again and again: the database is whole, no finished job is lost, and
    /// nothing is left. Moments are seeded; `make soak` does many more.
    @Suite(.serialized, .timeLimit(.minutes(90))) struct SignalSeriesTests {
        private static let isSoak = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] != nil

        /// Jobs that a run told to have ended, on its standard output: those of the plan.
        private func told(_ ended: PlimsollCommand.Ended) -> Int {
            ended.output.split(separator: "\n").count { $0.contains(#""event":"job_ended""#) }
        }

        private func hasBegun(_ trial: Trial) async throws -> Bool {
            guard FileManager.default.fileExists(atPath: trial.database) else { return false }
            return try await trial.sql("select count(*) from sqlite_master where name = 'job_view'") == ["1"]
        }

        /// No job that the run told of may be missing, whatever came then.
        private func checkDatabase(_ trial: Trial, after ended: PlimsollCommand.Ended, _ moment: String) async throws {
            if FileManager.default.fileExists(atPath: trial.database) {
                #expect(try await trial.sql("pragma integrity_check") == ["ok"], "after \(moment)")
            }
            if told(ended) > 0 {
                let saved = try await trial.sql("select count(*) from job_view where wall_s is not null")
                #expect((Int(saved.first ?? "") ?? 0) >= told(ended), "after \(moment)")
            }
        }

        private func checkNothingLeft(_ trial: Trial, since before: Inventory, _ moment: String) async throws {
            let clean = ["clean", "--state", trial.state, "--engine", trial.engine]
            #expect(try await PlimsollCommand.run(clean).output == "nothing was left\n", "after \(moment)")
            #expect(try await TestEngine.left(since: before) == [], "after \(moment)")
            let runs = (try? FileManager.default.contentsOfDirectory(atPath: trial.state + "/runs")) ?? []
            #expect(runs == [], "after \(moment)")
        }

        /// The rest is run, and then every planned job is there once, with the outcome that it has where no signal comes.
        private func checkResumed(_ trial: Trial, _ moment: String) async throws {
            let resumed = try await trial.run(["--resume"])
            #expect(resumed.code == 0, "after \(moment): \(resumed.messages)")
            let jobs = try await trial.sql("select position, outcome from job_view where position >= 0 order by 1")
            #expect(jobs == (0..<8).map { "\($0)|succeeded" }, "after \(moment)")
        }

        /// Every second time what was left is cleaned up before the run goes on, and the engine is audited: of every kind there is
        /// what was there before.
        @Test func aKillAtAnyMomentLosesAtMostTheJobInFlight() async throws {
            var moments = SeededGenerator(seed: 20_261_122)
            var kills = 0
            for number in 0..<(Self.isSoak ? 200 : 5) {
                let delay = Int.random(in: 50...4_500, using: &moments)
                let moment = "\(delay) ms"
                try await Trial.ofEightJobs { trial in
                    let before = try await TestEngine.inventory()
                    let ended = try await PlimsollCommand.run(trial.runArguments + ["--json"]) { process in
                        try await Task.sleep(for: .milliseconds(delay))
                        kill(process, SIGKILL)
                    }
                    if ended.code == 0 { return }
                    kills += 1
                    #expect(ended.code == -SIGKILL)
                    try await checkDatabase(trial, after: ended, moment)
                    if number.isMultiple(of: 2) {
                        let clean = ["clean", "--state", trial.state, "--engine", trial.engine]
                        #expect(try await PlimsollCommand.run(clean).code == 0)
                        try await checkNothingLeft(trial, since: before, moment)
                    }
                    try await checkResumed(trial, moment)
                    try await checkNothingLeft(trial, since: before, moment)
                }
            }
            print("kills of Plimsoll: \(kills)")
            #expect(kills > 0)
        }

        /// Sent once, every second time twice. A run that was asked cleans up after itself, and says by its status that a signal stopped
        /// it; one that has not begun records nothing.
        @Test(arguments: [SIGTERM, SIGINT])
        func aRequestAtAnyMomentEndsTheRunAndLeavesNothing(signal: Int32) async throws {
            var moments = SeededGenerator(seed: 20_261_125 + UInt64(signal))
            var interrupted = 0
            for number in 0..<(Self.isSoak ? 50 : 2) {
                let delay = Int.random(in: 50...4_500, using: &moments)
                let second = number.isMultiple(of: 2) ? nil : Int.random(in: 0...400, using: &moments)
                let moment = "signal \(signal) at \(delay) ms" + (second.map { ", again \($0) ms later" } ?? "")
                try await Trial.ofEightJobs { trial in
                    let before = try await TestEngine.inventory()
                    let ended = try await PlimsollCommand.run(trial.runArguments + ["--json"]) { process in
                        try await Task.sleep(for: .milliseconds(delay))
                        kill(process, signal)
                        guard let second else { return }
                        try await Task.sleep(for: .milliseconds(second))
                        kill(process, signal)
                    }
                    if ended.code != 0 { interrupted += 1 }
                    #expect([0, 130].contains(ended.code), "after \(moment): \(ended.messages)")
                    try await checkDatabase(trial, after: ended, moment)
                    if try await hasBegun(trial) {
                        let unlike = try await trial.sql(
                            "select outcome from job_view where outcome <> 'succeeded' or wall_s is null")
                        // At once means that the job in flight is stopped; once, that it is brought to its end.
                        #expect(unlike == [] || (second != nil && unlike == ["cancelled"]), "after \(moment)")
                        let reasons = try await trial.sql("select ifnull(end_reason, '') from run")
                        let expected = ended.code == 0 ? "finished" : "interrupted"
                        #expect(reasons.allSatisfy { $0 == expected }, "after \(moment)")
                    }
                    try await checkNothingLeft(trial, since: before, moment)
                    guard ended.code != 0 else { return }
                    try await checkResumed(trial, moment)
                    try await checkNothingLeft(trial, since: before, moment)
                }
            }
            print("runs ended by signal \(signal): \(interrupted)")
            #expect(interrupted > 0)
        }
    }
}
